import { QuestionsRepository, type QuestionState } from '#database';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type ApiConfig } from '../config.js';

/** Hears how a question stands; null when the database could not be asked. */
export type StateListener = (state: QuestionState | null) => void;

/**
 * The safety net under the streams: looks every two seconds at the rows of all questions that somebody waits for, in
 * one query however many they are. Whatever Redis loses, a row that has become final is noticed here.
 */
@Injectable()
export class OpenQuestions implements OnApplicationShutdown {
  private readonly listeners = new Map<string, Set<StateListener>>();
  private timer: NodeJS.Timeout | null = null;
  private stopped = false;

  constructor(
    private readonly questions: QuestionsRepository,
    @Inject(CONFIG) private readonly config: ApiConfig,
  ) {}

  /** Returns the function that ends the watch. */
  watch(id: string, listener: StateListener): () => void {
    const set = this.listeners.get(id) ?? new Set();
    this.listeners.set(id, set.add(listener));
    this.schedule();
    return () => {
      set.delete(listener);
      if (set.size === 0 && this.listeners.get(id) === set) this.listeners.delete(id);
    };
  }

  onApplicationShutdown(): void {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
  }

  private schedule(): void {
    if (this.stopped || this.listeners.size === 0) return;
    this.timer ??= setTimeout(() => void this.look(), this.config.timings.poll);
  }

  private async look(): Promise<void> {
    const ids = [...this.listeners.keys()];
    try {
      const states = await this.questions.states(ids);
      const byId = new Map(states.map((state) => [state.id, state]));
      for (const id of ids) this.tell(id, byId.get(id) ?? null);
    } catch {
      for (const id of ids) this.tell(id, null);
    }
    this.timer = null;
    this.schedule();
  }

  private tell(id: string, state: QuestionState | null): void {
    for (const listener of this.listeners.get(id) ?? []) listener(state);
  }
}
