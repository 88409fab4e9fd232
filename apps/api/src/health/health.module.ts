import { Module } from '@nestjs/common';
import { WorkersModule } from '../workers/workers.module.js';
import { HealthController } from './health.controller.js';
import { Readiness } from './readiness.js';

/** Liveness and readiness. */
@Module({ imports: [WorkersModule], controllers: [HealthController], providers: [Readiness] })
export class HealthModule {}
