import { DomainError, type WorkerStatus } from '#contracts';
import { CollectionsRepository } from '#database';
import { Injectable } from '@nestjs/common';
import { WorkerStatuses } from '../workers/worker-statuses.js';
import { GROUNDED_PREFIX } from './chat/to-ask.js';

/** What OpenAI's clients can name as a model: collections, the models that workers run, and their embedders. */
@Injectable()
export class Served {
  constructor(
    private readonly collections: CollectionsRepository,
    private readonly workers: WorkerStatuses,
  ) {}

  async models(): Promise<{ id: string; created: Date }[]> {
    const [collections, workers] = await Promise.all([this.collections.list(), this.workers.alive()]);
    const own = [...new Set([...generatorsOf(workers), ...embeddersOf(workers)])];
    return [
      ...collections.map(({ name, createdAt }) => ({ id: `${GROUNDED_PREFIX}${name}`, created: createdAt })),
      ...own.map((id) => ({ id, created: new Date(0) })),
    ];
  }

  /** @throws DomainError `model_not_found`, or `worker_unavailable` when there is nobody to ask. */
  async requireGenerator(id: string): Promise<void> {
    const known = generatorsOf(await this.aliveWorkers());
    if (known.includes(id)) return;
    const hint =
      known.length === 0
        ? 'No worker runs a language model: fetch one with npm run models -- pull, then restart.'
        : `The models here are ${known.join(', ')}.`;
    throw notFound(id, hint);
  }

  /** @throws DomainError `model_not_found`, or `worker_unavailable` when there is nobody to ask. */
  async requireEmbedder(id: string): Promise<void> {
    const known = embeddersOf(await this.aliveWorkers());
    if (!known.includes(id)) throw notFound(id, `The embedders here are ${known.join(', ')}.`);
  }

  private async aliveWorkers(): Promise<WorkerStatus[]> {
    const workers = (await this.workers.alive()).filter(({ roles }) => roles.includes('answer'));
    if (workers.length > 0) return workers;
    throw new DomainError('worker_unavailable', 'No worker is running. Start one, then try again.', {
      retryable: true,
    });
  }
}

function notFound(id: string, hint: string): DomainError {
  const grounded = `Answers from documents come from ${GROUNDED_PREFIX}<collection>, such as ${GROUNDED_PREFIX}default.`;
  return new DomainError('model_not_found', `There is no model "${id}". ${hint} ${grounded}`);
}

/** The models that can be talked to: quoting needs documents. */
function generatorsOf(workers: WorkerStatus[]): string[] {
  const models = workers
    .flatMap(({ generators }) => generators)
    .filter(({ generator }) => generator !== 'extractive');
  return [...new Set(models.map(({ id }) => id))];
}

function embeddersOf(workers: WorkerStatus[]): string[] {
  return [...new Set(workers.flatMap(({ embedders }) => embedders.map(({ id }) => id)))];
}
