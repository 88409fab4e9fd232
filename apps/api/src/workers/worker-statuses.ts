import { WORKER_STATUS_PATTERN, type WorkerStatus } from '#contracts';
import { Injectable } from '@nestjs/common';
import { RedisConnections } from '../redis/redis-connections.js';

/** How long an answer is good for. */
const FRESH_MS = 1000;
/** How long the set of known workers is good for: finding new ones means walking through all keys of Redis. */
const KNOWN_MS = 5000;

/** The workers that are alive, as they describe themselves under keys that expire when they die. */
@Injectable()
export class WorkerStatuses {
  private keys: string[] = [];
  private scannedAt = -Infinity;
  private readAt = -Infinity;
  private reading: Promise<WorkerStatus[]> = Promise.resolve([]);

  constructor(private readonly redis: RedisConnections) {}

  /** At most a second old. Rejects while Redis is away. */
  alive(): Promise<WorkerStatus[]> {
    const now = performance.now();
    if (now - this.readAt > FRESH_MS) {
      this.readAt = now;
      this.reading = this.read();
      // A failure is not worth remembering.
      this.reading.catch(() => (this.readAt = -Infinity));
    }
    return this.reading;
  }

  private async read(): Promise<WorkerStatus[]> {
    if (performance.now() - this.scannedAt > KNOWN_MS) await this.scan();
    const statuses = await this.load();
    if (statuses.length > 0) return statuses;
    // Nobody known is left: somebody new may have come.
    await this.scan();
    return this.load();
  }

  private async load(): Promise<WorkerStatus[]> {
    if (this.keys.length === 0) return [];
    const values = await this.redis.commands.mget(this.keys);
    return values.flatMap((value) => (value === null ? [] : [JSON.parse(value) as WorkerStatus]));
  }

  private async scan(): Promise<void> {
    const found = new Set<string>();
    let cursor = '0';
    do {
      const [next, keys] = await this.redis.commands.scan(
        cursor,
        'MATCH',
        WORKER_STATUS_PATTERN,
        'COUNT',
        1000,
      );
      for (const key of keys) found.add(key);
      cursor = next;
    } while (cursor !== '0');
    this.keys = [...found];
    this.scannedAt = performance.now();
  }
}
