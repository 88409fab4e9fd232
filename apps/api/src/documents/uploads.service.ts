import type { DocumentMetadata, DocumentView, DomainError } from '#contracts';
import { CollectionsRepository, DocumentsRepository, OriginalStore, type StoredOriginal } from '#database';
import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { CONFIG, type ApiConfig } from '../config.js';
import { DetailedError, invalidRequest } from '../http/detailed-error.js';
import { toDomainError } from '../http/to-domain-error.js';
import { discardRest } from './discard.js';
import { documentName } from './document-name.js';
import type { FileError } from './document.schema.js';
import { documentView } from './document.view.js';
import { IngestJobs } from './ingest-jobs.js';
import { metadataOfForm } from './metadata.js';
import { receiveFiles, type ReceivedFile, type ReceivedForm } from './receive-files.js';
import { storeBody } from './store-body.js';

/** A file whose bytes are stored, on its way to becoming a document. */
interface Upload extends StoredOriginal {
  collectionId: string;
  name: string;
  metadata: DocumentMetadata;
  uploader: string;
}

/** What became of a multipart upload, file by file. */
export interface UploadResult {
  documents: DocumentView[];
  errors: FileError[];
}

/** Uploads: bytes to the store, then the row, then the job. */
@Injectable()
export class UploadsService {
  constructor(
    private readonly collections: CollectionsRepository,
    private readonly documents: DocumentsRepository,
    private readonly originals: OriginalStore,
    private readonly jobs: IngestJobs,
    @Inject(CONFIG) private readonly config: ApiConfig,
  ) {}

  /** Takes one raw body. @throws DomainError for whatever is wrong with it. */
  async putOne(
    collection: string,
    sent: { name: string; metadata: DocumentMetadata; uploader: string },
    request: Request,
  ): Promise<DocumentView> {
    try {
      const name = documentName(sent.name);
      const { id } = await this.collections.byName(collection);
      const stored = await storeBody(request, this.originals);
      return await this.register({ ...sent, collectionId: id, name, ...stored });
    } finally {
      await this.leaveReadable(request);
    }
  }

  /**
   * Takes every good file of a multipart body. @throws DomainError when there was none: that of the first bad file,
   * with all of them listed.
   */
  async putMany(collection: string, uploader: string, request: Request): Promise<UploadResult> {
    try {
      const { id } = await this.collections.byName(collection);
      const form = await receiveFiles(request, this.originals, this.config.maxUploadBytes);
      const metadata = await this.metadataOf(form);
      const result: UploadResult = { documents: [], errors: [] };
      // One after the other: a name that occurs twice gets its versions in the order of the body.
      for (const file of form.files)
        await this.registerInto(result, { collectionId: id, metadata, uploader }, file);
      if (result.documents.length === 0) throw noGoodFile(result.errors);
      return result;
    } finally {
      await this.leaveReadable(request);
    }
  }

  /** The form's metadata; when that is not valid, no file is taken and none stays behind. */
  private async metadataOf({ fields, files }: ReceivedForm): Promise<DocumentMetadata> {
    try {
      return metadataOfForm(fields);
    } catch (error) {
      const stored = files.flatMap((file) => ('stored' in file ? [file.stored.sha256] : []));
      await this.documents.releaseOriginals(stored, (sha256) => this.originals.remove(sha256));
      throw error;
    }
  }

  private async registerInto(
    result: UploadResult,
    common: Omit<Upload, 'name' | keyof StoredOriginal>,
    received: ReceivedFile,
  ): Promise<void> {
    try {
      if ('error' in received) throw received.error;
      result.documents.push(await this.register({ ...common, name: received.name, ...received.stored }));
    } catch (error) {
      result.errors.push({ file: received.file, ...toDomainError(error).toInfo() });
    }
  }

  private async register(upload: Upload): Promise<DocumentView> {
    const outcome = await this.documents.upload(
      upload,
      async () => (await this.originals.size(upload.sha256)) !== null,
    );
    if (outcome.changed) this.jobs.dispatch(outcome);
    const record = await this.documents.get(outcome.documentId);
    return { ...documentView(record), unchanged: !outcome.changed };
  }

  /** Takes in the rest of a refused body within reason, or the client would see a reset instead of the answer. */
  private async leaveReadable(request: Request): Promise<void> {
    await discardRest(request, this.config.maxUploadBytes);
    if (!request.complete) request.res?.setHeader('Connection', 'close');
  }
}

function noGoodFile(errors: FileError[]): DomainError {
  const [first] = errors;
  if (!first) return invalidRequest('The body holds no file. Send each as a form field named "file".');
  const list = errors.map(({ file, message }) => ({ path: file ?? '', message }));
  return new DetailedError(first.code, first.message, list);
}
