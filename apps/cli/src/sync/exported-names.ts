import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { documentMetadataSchema, type DocumentMetadata } from '#contracts';
import { z } from 'zod';

/** Where an export says what its files are; hidden, so that it is no document itself. */
export const EXPORT_LIST = '.kotae/documents.jsonl';

/** What is known about a file beyond its path. */
export interface Described {
  metadata?: DocumentMetadata;
}

const lineSchema = z.object({
  file: z.string(),
  name: z.string(),
  ...documentMetadataSchema.omit({ sync_source: true }).shape,
});

/**
 * What `kotae export` wrote about a folder's files, by path below the folder: their documents' names, which not every
 * file system can hold, and metadata. Empty for any other folder; lines that say nothing are passed over.
 */
export async function readExportedNames(folder: string): Promise<Map<string, Described & { name: string }>> {
  const text = await readFile(join(folder, EXPORT_LIST), 'utf8').catch(() => '');
  const known = new Map<string, Described & { name: string }>();
  for (const line of text.split('\n')) {
    const parsed = lineSchema.safeParse(parse(line));
    if (!parsed.success) continue;
    const { file, name, tags, date, source_url } = parsed.data;
    known.set(file, { name, metadata: { tags, date, source_url } });
  }
  return known;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
