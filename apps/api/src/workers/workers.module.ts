import { Module } from '@nestjs/common';
import { OfferedModels } from './offered-models.js';
import { WorkerStatuses } from './worker-statuses.js';
import { WorkersController } from './workers.controller.js';

/** Who works behind the queues. */
@Module({
  controllers: [WorkersController],
  providers: [WorkerStatuses, OfferedModels],
  exports: [WorkerStatuses, OfferedModels],
})
export class WorkersModule {}
