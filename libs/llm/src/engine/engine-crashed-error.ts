import { DomainError } from '#contracts';

/** The engine process died while it worked on a request. */
export class EngineCrashedError extends DomainError {
  /** Whether the request had the engine to itself, so that nothing else can have caused the crash. */
  readonly alone: boolean;

  constructor(reason: string, alone: boolean) {
    const company = alone ? 'The request ran alone.' : 'Another request may have been the cause.';
    super('engine_crashed', `The model's process died (${reason}) and is being restarted. ${company}`, {
      retryable: true,
    });
    this.alone = alone;
  }
}
