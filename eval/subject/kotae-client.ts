import { setTimeout as sleep } from 'node:timers/promises';
import {
  isFinalStatus,
  type QuestionView,
  type RefusalThresholds,
  type SearchFilter,
  type SearchView,
} from '#contracts';
import { z } from 'zod';

/** Seconds that a request waits for an answer, and milliseconds between looks at one that takes longer. */
const WAIT_S = 60;
const POLL_MS = 500;
/** Tries of a request that the service asks to repeat later, and the pause where it does not say how long. */
const TRIES = 8;
const PAUSE_MS = 1000;

const problem = z.looseObject({ detail: z.string().optional(), title: z.string().optional() });
const info = z.looseObject({ items: z.array(z.looseObject({ name: z.string() })) });

/** Asks a running Kotae over its REST API, with patience: what is said to be busy is asked again. */
export class KotaeClient {
  constructor(
    private readonly url: string,
    private readonly key: string | undefined,
  ) {}

  /** @throws Error that names the collections there are when this one is not among them. */
  async expectCollection(name: string): Promise<void> {
    const { items } = info.parse(await this.send('GET', '/v1/collections?limit=100'));
    if (items.some((collection) => collection.name === name)) return;
    const names = items.map((collection) => collection.name).join(', ');
    throw new Error(`There is no collection ${name} at ${this.url}; there are: ${names}.`);
  }

  async search(
    collection: string,
    body: { query: string; k: number; filter?: SearchFilter },
  ): Promise<SearchView> {
    return (await this.send('POST', `/v1/collections/${collection}/search`, body)) as SearchView;
  }

  /** Gives a collection thresholds of its own for refusing. */
  async setRefusal(collection: string, refusal: RefusalThresholds): Promise<void> {
    await this.send('PATCH', `/v1/collections/${collection}`, { refusal });
  }

  /** Asks and waits for the end, however long it takes. */
  async ask(body: Record<string, unknown>): Promise<QuestionView> {
    let question = (await this.send('POST', '/v1/questions', body, {
      Prefer: `wait=${WAIT_S}`,
    })) as QuestionView;
    while (!isFinalStatus(question.status)) {
      await sleep(POLL_MS);
      question = (await this.send('GET', `/v1/questions/${question.id}`)) as QuestionView;
    }
    return question;
  }

  private async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<unknown> {
    for (let tries = 1; ; tries++) {
      const response = await fetch(new URL(path, this.url), {
        method,
        headers: {
          'Content-Type': 'application/json',
          ...(this.key !== undefined && { Authorization: `Bearer ${this.key}` }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const answer: unknown = await response.json().catch(() => ({}));
      if (response.ok) return answer;
      const isBusy = response.status === 429 || response.status === 503;
      if (!isBusy || tries === TRIES) {
        const { detail, title } = problem.catch({}).parse(answer);
        throw new Error(`${method} ${path}: ${response.status} ${detail ?? title ?? ''}`);
      }
      const seconds = Number(response.headers.get('retry-after'));
      await sleep(seconds > 0 ? seconds * 1000 : PAUSE_MS * tries);
    }
  }
}
