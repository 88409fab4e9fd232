import { Module } from '@nestjs/common';
import { WorkersModule } from '../workers/workers.module.js';
import { SearchController } from './search.controller.js';
import { SearchJobs } from './search-jobs.js';
import { SearchService } from './search.service.js';

/** Search: sent to a worker, which holds the index. */
@Module({ imports: [WorkersModule], controllers: [SearchController], providers: [SearchService, SearchJobs] })
export class SearchModule {}
