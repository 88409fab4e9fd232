import { z } from 'zod';
import { FolderOriginals } from './folder-originals.js';
import type { OriginalStore } from './original-store.js';

/** Settings of the store for originals, for the schema of each program's settings. */
export const originalsSettings = {
  /** `s3://bucket` or `s3://bucket/prefix`; without it the folder `originals` in the data folder. */
  KOTAE_ORIGINALS: z
    .url({
      protocol: /^s3$/,
      hostname: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
      error: 'set it to s3://bucket/prefix',
    })
    .optional(),
  /** `path` names the bucket in the path (MinIO, Ceph and most others), `host` in the host name (AWS). */
  KOTAE_S3_STYLE: z.enum(['path', 'host']).default('path'),
};

/** What {@link originalsSettings} read. */
export interface OriginalsSettings {
  KOTAE_ORIGINALS?: string | undefined;
  KOTAE_S3_STYLE: 'path' | 'host';
}

/**
 * The store that the settings ask for. Endpoint, region and credentials of S3 are those of AWS's own tools
 * (`AWS_ENDPOINT_URL_S3`, `AWS_REGION`, `AWS_ACCESS_KEY_ID`, …, a shared credentials file, or the machine's role).
 *
 * @param folder the originals themselves, or with S3 files on their way.
 * @param maxBytes largest original that is taken; by default there is no limit.
 */
export async function openOriginals(
  settings: OriginalsSettings,
  folder: string,
  maxBytes?: number,
): Promise<OriginalStore> {
  if (settings.KOTAE_ORIGINALS === undefined) return new FolderOriginals(folder, maxBytes);
  const { hostname, pathname } = new URL(settings.KOTAE_ORIGINALS);
  const place = {
    bucket: hostname,
    prefix: pathname.replace(/^\/+|\/+$/gu, ''),
    pathStyle: settings.KOTAE_S3_STYLE === 'path',
  };
  // Only those who use S3 wait for its client to load.
  const { S3Originals } = await import('./s3-originals.js');
  return new S3Originals(place, folder, maxBytes);
}
