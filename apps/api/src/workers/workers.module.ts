import { Module } from '@nestjs/common';
import { WorkerStatuses } from './worker-statuses.js';
import { WorkersController } from './workers.controller.js';

/** Who works behind the queues. */
@Module({ controllers: [WorkersController], providers: [WorkerStatuses], exports: [WorkerStatuses] })
export class WorkersModule {}
