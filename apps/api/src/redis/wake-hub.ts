import { Injectable } from '@nestjs/common';
import { RedisConnections } from './redis-connections.js';

/**
 * Wake-ups of the whole process over one subscriber connection, however many streams are open. A wake-up carries no
 * data and may be lost or come for nothing: whoever is woken looks for itself.
 */
@Injectable()
export class WakeHub {
  private readonly listeners = new Map<string, Set<() => void>>();

  constructor(private readonly redis: RedisConnections) {
    redis.subscriber.on('message', (channel: string) => this.wake(channel));
    // What was published while the connection was down is lost, so everybody looks.
    redis.subscriber.on('ready', () => {
      for (const channel of this.listeners.keys()) this.wake(channel);
    });
  }

  /**
   * Calls `listener` at each wake-up on the channel, and once as soon as the subscription stands: what happened
   * before that was not heard. Returns the function that ends it.
   */
  listen(channel: string, listener: () => void): () => void {
    const existing = this.listeners.get(channel);
    const set = existing ?? new Set();
    set.add(listener);
    this.listeners.set(channel, set);
    if (existing) listener();
    // Not awaited: without Redis a stream lives on what it polls.
    else
      this.redis.subscriber.subscribe(channel).then(
        () => this.wake(channel),
        () => undefined,
      );
    return () => {
      set.delete(listener);
      if (set.size > 0 || this.listeners.get(channel) !== set) return;
      this.listeners.delete(channel);
      this.redis.subscriber.unsubscribe(channel).catch(() => undefined);
    };
  }

  private wake(channel: string): void {
    for (const listener of this.listeners.get(channel) ?? []) listener();
  }
}
