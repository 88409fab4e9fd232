import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Citation, DocumentView } from '#contracts';
import type { KotaeClient } from './kotae-client.js';

const FOLDER = join(process.cwd(), 'samples');

/** A question about the sample documents; `expected` is null when they hold no answer. */
export interface SampleQuestion {
  id: string;
  language: 'en' | 'ja';
  question: string;
  expected: { document: string; page: number | null; quote_contains: string } | null;
}

/** The questions that belong to the samples. */
export const sampleQuestions = (
  JSON.parse(readFileSync(join(FOLDER, 'questions.json'), 'utf8')) as { questions: SampleQuestion[] }
).questions;

/** Uploads every sample document and waits until all are ready. */
export async function loadSamples(client: KotaeClient): Promise<DocumentView[]> {
  const names = readdirSync(FOLDER).filter((name) => /\.(md|pdf|html|docx)$/.test(name));
  const uploads = names.map((name) => client.upload(name, new Uint8Array(readFileSync(join(FOLDER, name)))));
  const documents = await Promise.all(uploads);
  return Promise.all(documents.map(({ id }) => client.ready(id)));
}

/** Every quote is exactly what the document's text has there, and carries a marker that the answer shows. */
export async function expectTrueQuotes(
  client: KotaeClient,
  { answer, citations }: { answer: string | null; citations: Citation[] },
): Promise<void> {
  for (const { document_id: id, version, start, end, quote, marker } of citations) {
    expect(quote).toBe((await client.text(id, version)).slice(start, end));
    expect(quote).not.toBe('');
    expect(answer).toContain(`[${marker}]`);
  }
}
