import type { QuestionView, Timings } from '#contracts';
import type { BenchConfig } from '../config.js';
import { percentile, type Figure } from '../report/figure.js';
import { Service } from '../service/service.js';
import { fillCollection } from './fill-collection.js';

const WARM_UP = 30;
/** DESIGN: everything but the model, at 100k passages. */
const P50 = { value: 15, kind: 'at most' } as const;
const P95 = { value: 40, kind: 'at most' } as const;
const RESTART = { value: 5, kind: 'at most' } as const;

/** How much is measured. */
export interface OverheadOptions {
  passages: number;
  /** Questions per number of clients. */
  questions: number;
  say: (line: string) => void;
}

/**
 * What a question costs besides the model: from the HTTP request to the answer in its response, through queue, worker,
 * search, packing, the extractive generator (which takes part in the figure), citing and saving.
 */
export async function measureOverhead(config: BenchConfig, options: OverheadOptions): Promise<Figure[]> {
  const { passages, questions: count, say } = options;
  say(`filling a collection with ${passages.toLocaleString('en')} passages`);
  const questions = await fillCollection(config.DATABASE_URL, passages, 2 * count + WARM_UP);
  say('waiting for the index');
  const service = await Service.start(config);
  try {
    await service.searches();
    await ask(service, questions.splice(0, WARM_UP), 1);
    const at = `at ${passages.toLocaleString('en')} passages`;
    const figures = [];
    for (const clients of [1, 16]) {
      say(`asking ${count} questions with ${clients} clients`);
      figures.push(
        ...overhead(
          await ask(service, questions.splice(0, count), clients),
          `${at}, ${clients} ${clients === 1 ? 'client' : 'clients'}`,
        ),
      );
    }
    say('restarting the worker');
    figures.push({ name: `worker serves again after a restart, ${at}`, ...(await restart(service)) });
    return figures;
  } finally {
    await service.stop();
  }
}

interface Asked {
  ms: number;
  answer: QuestionView;
}

async function ask(service: Service, questions: readonly string[], clients: number): Promise<Asked[]> {
  const waiting = [...questions];
  const asked: Asked[] = [];
  const client = async (): Promise<void> => {
    for (let question = waiting.pop(); question !== undefined; question = waiting.pop()) {
      const begin = performance.now();
      const answer = await service.ask(question);
      asked.push({ ms: performance.now() - begin, answer });
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return asked;
}

function overhead(asked: readonly Asked[], circumstances: string): Figure[] {
  const times = asked.map(({ ms }) => ms);
  const median = (name: keyof Timings): number =>
    percentile(
      asked.map(({ answer }) => answer.timings?.[name] ?? 0),
      0.5,
    );
  const answered = asked.filter(({ answer }) => answer.status === 'answered').length;
  return [
    { name: `question p50, ${circumstances}`, value: percentile(times, 0.5), unit: 'ms', target: P50 },
    { name: `question p95, ${circumstances}`, value: percentile(times, 0.95), unit: 'ms', target: P95 },
    { name: '  of which until a worker starts it, p50', value: median('queued_ms'), unit: 'ms' },
    { name: '  of which search and packing, p50', value: median('retrieve_ms'), unit: 'ms' },
    {
      name: '  of which the extractive generator, p50',
      value: median('prefill_ms') + median('decode_ms'),
      unit: 'ms',
    },
    { name: '  answered from the documents', value: (100 * answered) / asked.length, unit: '%' },
  ];
}

async function restart(service: Service): Promise<Pick<Figure, 'value' | 'unit' | 'target'>> {
  await service.restartWorker();
  const begin = performance.now();
  await service.searches();
  return { value: (performance.now() - begin) / 1000, unit: 's', target: RESTART };
}
