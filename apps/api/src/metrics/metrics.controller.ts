import { Controller, Get, Res } from '@nestjs/common';
import type { Response } from 'express';
import { NeedsAdmin } from '../auth/auth.guard.js';
import { MetricsService } from './metrics.service.js';

@NeedsAdmin()
@Controller()
export class MetricsController {
  constructor(private readonly metrics: MetricsService) {}

  /** For Prometheus. */
  @Get('metrics')
  async text(@Res() response: Response): Promise<void> {
    const { contentType, body } = await this.metrics.text();
    response.setHeader('Content-Type', contentType);
    response.send(body);
  }
}
