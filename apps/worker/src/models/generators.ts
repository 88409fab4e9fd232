import type { Fallback, GeneratorStatus } from '#contracts';
import type { BreakerState, Generator } from '#llm';

/** The generators of this worker, in the order in which they stand in for each other. */
export class Generators {
  constructor(
    /** Answers questions that name no model, and counts the tokens of passages. */
    readonly first: Generator,
    private readonly others: Generator[] = [],
    /** Whom the first one stands in for from the start, when the configured first one could not be opened. */
    readonly missing: Fallback | null = null,
  ) {}

  /** All of them, in their order. */
  get all(): Generator[] {
    return [this.first, ...this.others];
  }

  /** Ids that questions may name. */
  get ids(): string[] {
    return this.all.map((generator) => generator.info().model.id);
  }

  /** Who may answer a question: the generator that it names and nobody else, or all in their order. */
  for(model: string | undefined): Generator[] {
    if (model === undefined) return this.all;
    return this.all.filter((generator) => generator.info().model.id === model);
  }

  /** For the worker's status. */
  describe(): GeneratorStatus[] {
    return this.all.map((generator) => {
      const { model, lanes } = generator.info();
      return { ...model, lanes };
    });
  }

  /** State of the circuit breakers, by model. */
  breakers(): Map<string, BreakerState> {
    const infos = this.all.map((generator) => generator.info());
    return new Map(infos.flatMap(({ model, breaker }) => (breaker ? [[model.id, breaker]] : [])));
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map((generator) => generator.close()));
  }
}
