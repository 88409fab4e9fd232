import { CollectionsRepository } from '#database';
import { Controller, Delete, Get, HttpCode, Patch, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { JsonBody } from '../http/json-body.decorator.js';
import { CollectionParam } from '../http/params.decorator.js';
import {
  collectionChangesSchema,
  collectionView,
  newCollectionSchema,
  type CollectionChanges,
  type CollectionView,
  type NewCollection,
} from './collection.view.js';
import { CollectionsService } from './collections.service.js';

@Controller('v1/collections')
export class CollectionsController {
  constructor(
    private readonly collections: CollectionsRepository,
    private readonly service: CollectionsService,
  ) {}

  @Post()
  async create(
    @JsonBody(newCollectionSchema) body: NewCollection,
    @Res({ passthrough: true }) response: Response,
  ): Promise<CollectionView> {
    const view = collectionView(await this.collections.create(body.name, body.description ?? null));
    response.location(view.links.self);
    return view;
  }

  @Get()
  async list(): Promise<{ items: CollectionView[]; next_cursor: null }> {
    const found = await this.collections.list();
    return { items: found.map(collectionView), next_cursor: null };
  }

  @Get(':name')
  async get(@CollectionParam() name: string): Promise<CollectionView> {
    return collectionView(await this.collections.summary(name));
  }

  @Patch(':name')
  async change(
    @CollectionParam() name: string,
    @JsonBody(collectionChangesSchema) changes: CollectionChanges,
  ): Promise<CollectionView> {
    return collectionView(await this.collections.change(name, changes));
  }

  @Delete(':name')
  @HttpCode(204)
  async delete(@CollectionParam() name: string): Promise<void> {
    await this.service.delete(name);
  }
}
