import { Module, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { WorkersModule } from '../workers/workers.module.js';
import { BoardAccess } from './board-access.js';
import { BoardSessions } from './board-sessions.js';
import { QueueBoard } from './queue-board.js';
import { QueuesController } from './queues.controller.js';

/** A look at the queues, for whoever runs the installation. */
@Module({
  imports: [WorkersModule],
  controllers: [QueuesController],
  providers: [BoardSessions, BoardAccess, QueueBoard],
})
export class QueuesModule implements NestModule {
  constructor(
    private readonly access: BoardAccess,
    private readonly board: QueueBoard,
  ) {}

  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(this.access.check, this.board.handler).forRoutes('queues');
  }
}
