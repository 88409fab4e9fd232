import { Module } from '@nestjs/common';
import { CollectionsController } from './collections.controller.js';
import { CollectionsService } from './collections.service.js';

/** Sets of documents with one index each. */
@Module({ controllers: [CollectionsController], providers: [CollectionsService] })
export class CollectionsModule {}
