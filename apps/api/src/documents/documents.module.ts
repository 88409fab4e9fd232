import { Module } from '@nestjs/common';
import { DocumentFollower } from './document-follower.js';
import { DocumentsController } from './documents.controller.js';
import { DocumentsService } from './documents.service.js';
import { IngestJobs } from './ingest-jobs.js';
import { UploadsController } from './uploads.controller.js';
import { UploadsService } from './uploads.service.js';

/** Documents: uploaded, followed while they are read, looked up, deleted. */
@Module({
  controllers: [UploadsController, DocumentsController],
  providers: [UploadsService, DocumentsService, DocumentFollower, IngestJobs],
})
export class DocumentsModule {}
