import type { DocumentMetadata, DocumentView } from '#contracts';
import { Controller, Post, Put, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Owner } from '../auth/owner.decorator.js';
import { CollectionParam, PathParam, QueryParams } from '../http/params.decorator.js';
import { metadataQuerySchema } from './metadata.js';
import { UploadsService, type UploadResult } from './uploads.service.js';

@Controller('v1/collections/:name/documents')
export class UploadsController {
  constructor(private readonly uploads: UploadsService) {}

  /** 202 when there is work to do, 200 when every file was known already. */
  @Post()
  async postMany(
    @CollectionParam() collection: string,
    @Owner() uploader: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<UploadResult> {
    const result = await this.uploads.putMany(collection, uploader, request);
    response.status(result.documents.every((document) => document.unchanged) ? 200 : 202);
    return result;
  }

  @Put(':docName')
  async putOne(
    @CollectionParam() collection: string,
    @PathParam('docName', z.string()) name: string,
    @QueryParams(metadataQuerySchema) metadata: DocumentMetadata,
    @Owner() uploader: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DocumentView> {
    const document = await this.uploads.putOne(collection, { name, metadata, uploader }, request);
    response.status(document.unchanged ? 200 : 202).location(document.links.self);
    return document;
  }
}
