import type { EmbedderChangeView } from '#contracts';
import { Controller, Delete, Get, HttpCode, Post, Put, Res } from '@nestjs/common';
import type { Response } from 'express';
import { JsonBody } from '../http/json-body.decorator.js';
import { CollectionParam } from '../http/params.decorator.js';
import { newEmbedderSchema, type CollectionEmbedderView, type NewEmbedder } from './embedder.schema.js';
import { changeView } from './embedder.view.js';
import { EmbeddersService } from './embedders.service.js';

@Controller('v1/collections/:name/embedder')
export class EmbeddersController {
  constructor(private readonly embedders: EmbeddersService) {}

  @Get()
  get(@CollectionParam() name: string): Promise<CollectionEmbedderView> {
    return this.embedders.get(name);
  }

  @Put()
  @HttpCode(202)
  async change(
    @CollectionParam() name: string,
    @JsonBody(newEmbedderSchema) body: NewEmbedder,
    @Res({ passthrough: true }) response: Response,
  ): Promise<EmbedderChangeView> {
    const change = await this.embedders.change(name, body);
    response.location(`/v1/collections/${name}/embedder`);
    return changeView(change);
  }

  @Post('swap')
  @HttpCode(202)
  async swap(@CollectionParam() name: string): Promise<EmbedderChangeView> {
    return changeView(await this.embedders.swap(name));
  }

  @Delete()
  async cancel(@CollectionParam() name: string): Promise<EmbedderChangeView> {
    return changeView(await this.embedders.cancel(name));
  }
}
