import { Module } from '@nestjs/common';
import { WorkersModule } from '../workers/workers.module.js';
import { CatalogueCalls } from './catalogue-calls.js';
import { ModelPulls } from './model-pulls.js';
import { ModelPullsController } from './model-pulls.controller.js';
import { ModelsController } from './models.controller.js';

/** What answers now, by the workers' own account, and what else could. */
@Module({
  imports: [WorkersModule],
  controllers: [ModelsController, ModelPullsController],
  providers: [CatalogueCalls, ModelPulls],
})
export class ModelsModule {}
