import { Global, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { operations } from '../openapi/operations.js';
import { OPERATIONS } from '../openapi/operation.js';
import { EventStreams } from './event-streams.js';
import { GracefulStop } from './graceful-stop.js';
import { OpenWork } from './open-work.js';
import { ProblemFilter } from './problem.filter.js';

/** What every feature answers through. */
@Global()
@Module({
  providers: [
    OpenWork,
    EventStreams,
    GracefulStop,
    { provide: OPERATIONS, useValue: operations },
    { provide: APP_FILTER, useClass: ProblemFilter },
  ],
  exports: [OpenWork, EventStreams],
})
export class HttpModule {}
