import { Module } from '@nestjs/common';
import { WorkersModule } from '../workers/workers.module.js';
import { ModelsController } from './models.controller.js';

/** What answers now, by the workers' own account. */
@Module({ imports: [WorkersModule], controllers: [ModelsController] })
export class ModelsModule {}
