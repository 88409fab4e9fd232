import { Module } from '@nestjs/common';
import { WorkersModule } from '../workers/workers.module.js';
import { EmbeddersController } from './embedders.controller.js';
import { EmbeddersService } from './embedders.service.js';

/** What makes the vectors of a collection, and changing it while the collection is in use. */
@Module({ imports: [WorkersModule], controllers: [EmbeddersController], providers: [EmbeddersService] })
export class EmbeddersModule {}
