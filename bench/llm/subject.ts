import type { LlmRequest } from './workload.js';

/** When what happened to a request, in milliseconds of one clock. */
export interface Timing {
  askedAt: number;
  /** When pieces of text came. */
  pieces: number[];
  endedAt: number;
  promptTokens: number;
  completionTokens: number;
}

/** What is measured: something that makes answers with the model. */
export interface Subject {
  name: string;
  ask(request: LlmRequest): Promise<Timing>;
  close(): Promise<void>;
}
