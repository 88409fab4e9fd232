import { Module } from '@nestjs/common';
import { WorkerStatuses } from './worker-statuses.js';

/** Who works behind the queues. */
@Module({ providers: [WorkerStatuses], exports: [WorkerStatuses] })
export class WorkersModule {}
