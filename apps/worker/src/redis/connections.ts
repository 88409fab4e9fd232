import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';

/**
 * Connections that this process holds besides BullMQ's own. `commands` fails at once while Redis is away, because
 * nothing that goes through it (streamed text, wake-ups, status) is worth waiting for: the rows have the truth.
 */
export class RedisConnections {
  readonly commands: Redis;
  readonly subscriber: Redis;

  constructor(readonly url: string) {
    const log = new Logger('redis');
    this.commands = new Redis(url, { maxRetriesPerRequest: 1, enableOfflineQueue: false });
    this.subscriber = new Redis(url, { maxRetriesPerRequest: null });
    let down = false;
    this.commands.on('error', (error: Error) => {
      if (!down) log.warn(`Redis is away: ${error.message}`);
      down = true;
    });
    this.commands.on('ready', () => {
      if (down) log.log('Redis is back');
      down = false;
    });
    this.subscriber.on('error', () => undefined);
  }

  /** Publishes a wake-up; a lost one only costs the reader's polling interval. */
  wake(channel: string, message = ''): void {
    this.commands.publish(channel, message).catch(() => undefined);
  }

  close(): void {
    this.commands.disconnect();
    this.subscriber.disconnect();
  }
}
