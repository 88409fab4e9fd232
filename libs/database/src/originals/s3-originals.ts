import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  paginateListObjectsV2,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { DomainError } from '#contracts';
import { INCOMING } from './folder-originals.js';
import { originalMissing, OriginalStore, type StoredOriginal } from './original-store.js';
import { receiveFile } from './receive-file.js';
import { asStoreError, isMissing } from './s3-errors.js';

/** What is being read, fetched for as long as somebody needs it as a file. */
const FETCHED = 'fetched';
/**
 * Piece of an upload and of what is held in memory; S3 takes 10,000 of them, which is 80 GB. Anything smaller goes in
 * one request.
 */
const PART_BYTES = 8_388_608;
const KEY = /^[0-9a-f]{2}\/([0-9a-f]{64})$/;

/** A place in an S3-compatible store. What is left out, the SDK finds as AWS's own tools do (`AWS_…`, roles). */
export interface S3Place {
  bucket: string;
  /** Without slashes around it; empty for the bucket itself. */
  prefix: string;
  /** Names the bucket in the path and not in the host, as most stores other than AWS want it. */
  pathStyle: boolean;
  endpoint?: string;
  region?: string;
  credentials?: S3ClientConfig['credentials'];
}

/**
 * Originals in an S3-compatible object store. Uploads are received in a local file first: only then is their hash known,
 * which is their key, and an object becomes visible only once the store has all of it.
 */
export class S3Originals extends OriginalStore {
  private readonly client: S3Client;

  /** @param scratch local folder for files under way. */
  constructor(
    private readonly place: S3Place,
    private readonly scratch: string,
    private readonly maxBytes = Number.MAX_SAFE_INTEGER,
  ) {
    super();
    const { endpoint, region, credentials, pathStyle } = place;
    this.client = new S3Client({
      ...(endpoint !== undefined && { endpoint }),
      ...(region !== undefined && { region }),
      ...(credentials !== undefined && { credentials }),
      forcePathStyle: pathStyle,
      maxAttempts: 3,
      // A store that accepts a connection and says nothing must not hold an upload for ever.
      requestHandler: { connectionTimeout: 5000, socketTimeout: 30_000 },
      // Many compatible stores do not know the checksums in trailers that newer SDKs send unasked; the payload's
      // SHA-256 is part of the signature in any case, and its hash is its name.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }

  get location(): string {
    return `s3://${[this.place.bucket, this.place.prefix].filter((part) => part !== '').join('/')}`;
  }

  async put(source: Readable): Promise<StoredOriginal> {
    const { path, sha256, size } = await receiveFile(source, join(this.scratch, INCOMING), this.maxBytes);
    try {
      // Also when it is there: the same bytes sent again mend an object that was damaged.
      await this.upload(path, sha256);
      return { sha256, size };
    } finally {
      await rm(path, { force: true });
    }
  }

  async size(sha256: string): Promise<number | null> {
    try {
      const { ContentLength } = await this.client.send(new HeadObjectCommand(this.object(sha256)));
      return ContentLength ?? 0;
    } catch (error) {
      // HEAD has no body to name the error in, so a missing bucket looks the same; `check` tells them apart.
      if (isMissing(error)) return null;
      throw this.asError(error);
    }
  }

  async read(sha256: string, range?: { start: number; end: number }): Promise<Readable> {
    try {
      const { Body } = await this.client.send(
        new GetObjectCommand({
          ...this.object(sha256),
          ...(range && { Range: `bytes=${range.start}-${range.end}` }),
        }),
      );
      return Body as Readable;
    } catch (error) {
      throw isMissing(error) ? originalMissing(sha256) : this.asError(error);
    }
  }

  async withFile<T>(sha256: string, work: (path: string) => Promise<T>): Promise<T> {
    const body = await this.read(sha256);
    const fetched = await receiveFile(body, join(this.scratch, FETCHED), Number.MAX_SAFE_INTEGER).catch(
      (error: unknown) => {
        throw error instanceof DomainError ? error : this.asError(error);
      },
    );
    try {
      if (fetched.sha256 !== sha256) throw damaged(sha256);
      return await work(fetched.path);
    } finally {
      await rm(fetched.path, { force: true });
    }
  }

  async remove(sha256: string): Promise<void> {
    try {
      await this.client.send(new DeleteObjectCommand(this.object(sha256)));
    } catch (error) {
      if (!isMissing(error)) throw this.asError(error);
    }
  }

  async *list(): AsyncGenerator<StoredOriginal & { storedAt: Date }> {
    const { bucket, prefix } = this.place;
    const start = prefix === '' ? '' : `${prefix}/`;
    try {
      const pages = paginateListObjectsV2({ client: this.client }, { Bucket: bucket, Prefix: start });
      for await (const { Contents = [] } of pages) {
        for (const { Key = '', Size = 0, LastModified = new Date() } of Contents) {
          const sha256 = KEY.exec(Key.slice(start.length))?.[1];
          if (sha256 !== undefined) yield { sha256, size: Size, storedAt: LastModified };
        }
      }
    } catch (error) {
      throw this.asError(error);
    }
  }

  async check(): Promise<void> {
    try {
      await this.client.send(new HeadBucketCommand({ Bucket: this.place.bucket }));
    } catch (error) {
      throw this.asError(error);
    }
  }

  private async upload(path: string, sha256: string): Promise<void> {
    const upload = new Upload({
      client: this.client,
      params: { ...this.object(sha256), Body: createReadStream(path) },
      partSize: PART_BYTES,
      queueSize: 2,
      // Parts of an upload that failed are removed, or they would be paid for and never seen.
      leavePartsOnError: false,
    });
    await upload.done().catch((error: unknown) => {
      throw this.asError(error);
    });
  }

  private object(sha256: string): { Bucket: string; Key: string } {
    const { bucket, prefix } = this.place;
    const key = `${sha256.slice(0, 2)}/${sha256}`;
    return { Bucket: bucket, Key: prefix === '' ? key : `${prefix}/${key}` };
  }

  private asError(error: unknown): DomainError {
    return asStoreError(error, this.place.bucket);
  }
}

function damaged(sha256: string): DomainError {
  return new DomainError(
    'document_corrupt',
    `The stored original ${sha256.slice(0, 12)}… is damaged. Upload the document again.`,
  );
}
