import type { CatalogueModel } from '#contracts';
import { Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { z } from 'zod';
import { NeedsAdmin } from '../auth/auth.guard.js';
import { JsonBody } from '../http/json-body.decorator.js';
import { PathParam } from '../http/params.decorator.js';
import { CatalogueCalls } from './catalogue-calls.js';
import { ModelPulls } from './model-pulls.js';
import { newPullSchema, type NewPull, type PullView } from './pull.schema.js';

/** Models that could run, and how they get to the workers. */
@Controller('v1/models')
@NeedsAdmin()
export class ModelPullsController {
  constructor(
    private readonly catalogue: CatalogueCalls,
    private readonly pulls: ModelPulls,
  ) {}

  @Get('catalogue')
  async list(): Promise<{ worker: string; items: CatalogueModel[]; next_cursor: null }> {
    const { worker, models } = await this.catalogue.list();
    return { worker, items: models, next_cursor: null };
  }

  @Get('pulls')
  async running(): Promise<{ items: PullView[]; next_cursor: null }> {
    return { items: await this.pulls.list(), next_cursor: null };
  }

  @Post('pulls')
  @HttpCode(202)
  start(@JsonBody(newPullSchema) { model }: NewPull): Promise<PullView> {
    return this.pulls.start(model);
  }

  @Delete('pulls/:model')
  @HttpCode(204)
  async stop(@PathParam('model', z.string().min(1).max(200)) model: string): Promise<void> {
    await this.pulls.stop(model);
  }
}
