import { Controller, Get } from '@nestjs/common';
import { WorkerStatuses } from '../workers/worker-statuses.js';
import { modelList, type ServedModel } from './model-list.js';

@Controller('v1/models')
export class ModelsController {
  constructor(private readonly workers: WorkerStatuses) {}

  @Get()
  async list(): Promise<{ items: ServedModel[]; next_cursor: null }> {
    return { items: modelList(await this.workers.alive()), next_cursor: null };
  }
}
