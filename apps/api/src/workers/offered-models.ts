import { DomainError } from '#contracts';
import { Injectable } from '@nestjs/common';
import { WorkerStatuses } from './worker-statuses.js';

/** The models that questions may name: those that living workers have. */
@Injectable()
export class OfferedModels {
  constructor(private readonly workers: WorkerStatuses) {}

  /**
   * @throws DomainError `model_not_found`, which names the models that there are; `worker_unavailable` (retryable) when
   * no worker is alive to tell
   */
  async require(model: string): Promise<void> {
    const alive = await this.workers.alive();
    const answering = alive.filter(({ roles }) => roles.includes('answer'));
    const offered = new Set(answering.flatMap(({ generators }) => generators.map(({ id }) => id)));
    if (offered.has(model)) return;
    if (offered.size === 0) {
      throw new DomainError(
        'worker_unavailable',
        'No worker is running, so nobody can tell whether there is such a model. Leave "model" out, or ask again soon.',
        { retryable: true },
      );
    }
    const names = [...offered].sort().map((name) => `"${name}"`);
    throw new DomainError(
      'model_not_found',
      `No worker has the model "${model}". Name one of these, or none: ${names.join(', ')}.`,
    );
  }
}
