import { Module } from '@nestjs/common';
import { WorkersModule } from '../workers/workers.module.js';
import { MetricsController } from './metrics.controller.js';
import { MetricsService } from './metrics.service.js';

/** Metrics for Prometheus. */
@Module({ imports: [WorkersModule], controllers: [MetricsController], providers: [MetricsService] })
export class MetricsModule {}
