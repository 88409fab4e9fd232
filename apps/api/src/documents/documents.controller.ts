import type { DocumentMetadata, DocumentView } from '#contracts';
import { CollectionsRepository, DocumentsRepository, DocumentTextsRepository, type Page } from '#database';
import { Controller, Delete, Get, HttpCode, Patch, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { EventStreams } from '../http/event-streams.js';
import { JsonBody } from '../http/json-body.decorator.js';
import { CollectionParam, IdParam, QueryParams } from '../http/params.decorator.js';
import { DocumentFollower } from './document-follower.js';
import {
  documentListQuerySchema,
  textQuerySchema,
  type DocumentListQuery,
  type TextQuery,
} from './document-queries.js';
import { documentView } from './document.view.js';
import { DocumentsService } from './documents.service.js';
import { metadataBodySchema } from './metadata.js';
import { sendOriginal } from './send-original.js';
import { sendText } from './send-text.js';

@Controller('v1')
export class DocumentsController {
  constructor(
    private readonly collections: CollectionsRepository,
    private readonly documents: DocumentsRepository,
    private readonly texts: DocumentTextsRepository,
    private readonly service: DocumentsService,
    private readonly follower: DocumentFollower,
    private readonly streams: EventStreams,
  ) {}

  @Get('collections/:name/documents')
  async list(
    @CollectionParam() collection: string,
    @QueryParams(documentListQuerySchema) query: DocumentListQuery,
  ): Promise<Page<DocumentView>> {
    const { id } = await this.collections.byName(collection);
    const { limit, cursor, status, ...filter } = query;
    const page = await this.documents.list(id, { limit, cursor, status, filter });
    return { items: page.items.map(documentView), next_cursor: page.next_cursor };
  }

  @Get('documents/:id')
  async get(@IdParam() id: string): Promise<DocumentView> {
    return documentView(await this.documents.get(id));
  }

  @Patch('documents/:id')
  async describe(
    @IdParam() id: string,
    @JsonBody(metadataBodySchema) metadata: DocumentMetadata,
  ): Promise<DocumentView> {
    return documentView(await this.documents.describe(id, metadata));
  }

  @Get('documents/:id/events')
  async events(@IdParam() id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.documents.get(id);
    await this.streams.send(request, response, (signal) => this.follower.follow(id, signal));
  }

  @Get('documents/:id/text')
  async text(
    @IdParam() id: string,
    @QueryParams(textQuerySchema) query: TextQuery,
    @Res() response: Response,
  ): Promise<void> {
    await sendText(response, await this.texts.open(id, query));
  }

  @Get('documents/:id/content')
  async content(@IdParam() id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await sendOriginal(request, response, await this.service.original(id));
  }

  @Post('documents/:id/cancel')
  @HttpCode(200)
  async cancel(@IdParam() id: string): Promise<DocumentView> {
    return this.service.cancel(id);
  }

  @Post('documents/:id/retry')
  @HttpCode(202)
  async retry(@IdParam() id: string): Promise<DocumentView> {
    return this.service.retry(id);
  }

  @Delete('documents/:id')
  @HttpCode(204)
  async delete(@IdParam() id: string): Promise<void> {
    await this.service.delete(id);
  }
}
