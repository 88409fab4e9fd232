import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';

/** How long the start waits for Redis. */
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * The two connections that this process shares among all requests. `commands` fails at once while Redis is away:
 * whatever goes through it is a short cut that the rows in PostgreSQL can do without. `subscriber` hears the wake-ups.
 */
export class RedisConnections {
  private constructor(
    readonly commands: Redis,
    readonly subscriber: Redis,
  ) {}

  /**
   * @param commandTimeout milliseconds after which a command fails: a Redis that hangs is as good as away
   * @throws Error when Redis cannot be reached within ten seconds
   */
  static async open(url: string, commandTimeout: number): Promise<RedisConnections> {
    const options = { maxRetriesPerRequest: 1, enableOfflineQueue: false, commandTimeout };
    const commands = new Redis(url, options);
    const subscriber = new Redis(url, { maxRetriesPerRequest: null });
    // Every open stream holds a listener of its own elsewhere; these few are BullMQ's queues.
    commands.setMaxListeners(50);
    subscriber.on('error', () => undefined);
    reportOutages(commands);
    const connections = new RedisConnections(commands, subscriber);
    try {
      await ready(commands);
    } catch (error) {
      connections.close();
      throw error;
    }
    return connections;
  }

  /** Publishes a wake-up. Best effort: a lost one costs its reader a polling interval. */
  publish(channel: string, message = ''): void {
    this.commands.publish(channel, message).catch(() => undefined);
  }

  close(): void {
    this.commands.disconnect();
    this.subscriber.disconnect();
  }
}

/** ioredis goes on trying after a failed attempt, so only 'ready' or the end of patience decides. */
function ready(redis: Redis): Promise<void> {
  if (redis.status === 'ready') return Promise.resolve();
  return new Promise((resolve, reject) => {
    const { host, port } = redis.options;
    const timer = setTimeout(
      () => reject(new Error(`Redis cannot be reached at ${host}:${port}. Is it running?`)),
      CONNECT_TIMEOUT_MS,
    );
    redis.once('ready', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function reportOutages(redis: Redis): void {
  const log = new Logger('redis');
  let away = false;
  redis.on('error', (error: Error) => {
    if (!away) log.warn(`Redis is away: ${error.message}`);
    away = true;
  });
  redis.on('ready', () => {
    if (away) log.log('Redis is back');
    away = false;
  });
}
