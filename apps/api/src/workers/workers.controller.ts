import type { WorkerStatus } from '#contracts';
import { Controller, Get } from '@nestjs/common';
import { NeedsAdmin } from '../auth/auth.guard.js';
import { WorkerStatuses } from './worker-statuses.js';

@Controller('v1/workers')
@NeedsAdmin()
export class WorkersController {
  constructor(private readonly workers: WorkerStatuses) {}

  @Get()
  async list(): Promise<{ items: WorkerStatus[]; next_cursor: null }> {
    const alive = await this.workers.alive();
    return { items: [...alive].sort((a, b) => (a.id < b.id ? -1 : 1)), next_cursor: null };
  }
}
