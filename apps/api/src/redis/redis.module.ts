import { Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type ApiConfig } from '../config.js';
import { InBackground } from './in-background.js';
import { Queues } from './queues.js';
import { RedisConnections } from './redis-connections.js';
import { WakeHub } from './wake-hub.js';

/** Redis: queues, wake-ups, and the answers' streams. */
@Global()
@Module({
  providers: [
    {
      provide: RedisConnections,
      inject: [CONFIG],
      useFactory: (config: ApiConfig) => RedisConnections.open(config.redisUrl, config.timings.redis),
    },
    {
      provide: Queues,
      inject: [RedisConnections],
      useFactory: (connections: RedisConnections) => Queues.open(connections),
    },
    WakeHub,
    InBackground,
  ],
  exports: [RedisConnections, Queues, WakeHub, InBackground],
})
export class RedisModule implements OnApplicationShutdown {
  constructor(
    private readonly queues: Queues,
    private readonly connections: RedisConnections,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.queues.close();
    this.connections.close();
  }
}
