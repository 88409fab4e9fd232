import { createHash } from 'node:crypto';
import type { PassageDraft } from '#contracts';
import {
  CollectionsRepository,
  dataSourceOptions,
  DocumentsRepository,
  ExtractionsRepository,
  IngestAttemptsRepository,
  migrate,
  PassageEmbeddingsRepository,
} from '#database';
import { HashedEmbedder } from '#llm';
import { DataSource } from 'typeorm';
import { embedVersion } from '../../apps/worker/src/embedders/embed-version.js';
import { Random } from '../search/random.js';
import { SyntheticTexts } from '../search/texts.js';

const PASSAGES_PER_DOCUMENT = 100;
const TOPICS = 500;

/**
 * Fills the default collection with invented documents of 100 passages, half in English and half in Japanese, in the
 * steps in which a worker does it, but without files. Returns questions, each of words that stand in one passage.
 */
export async function fillCollection(
  databaseUrl: string,
  size: number,
  questions: number,
): Promise<string[]> {
  await migrate(databaseUrl);
  const db = await new DataSource(dataSourceOptions(databaseUrl, 'kotae-bench', 2)).initialize();
  try {
    const random = new Random(size);
    const languages = [new SyntheticTexts('english', random), new SyntheticTexts('japanese', random)];
    const asked: string[] = [];
    for (let done = 0, n = 0; done < size; done += PASSAGES_PER_DOCUMENT, n++) {
      const texts = Array.from({ length: Math.min(PASSAGES_PER_DOCUMENT, size - done) }, () =>
        languages[n % 2]!.passage(random.below(TOPICS)),
      );
      await save(db, `document-${n}`, texts);
      const due = Math.ceil((questions * (done + texts.length)) / size);
      while (asked.length < due) asked.push(questionOn(texts[random.below(texts.length)]!, random));
    }
    return asked;
  } finally {
    await db.destroy();
  }
}

async function save(db: DataSource, name: string, texts: string[]): Promise<void> {
  const embedder = new HashedEmbedder();
  const collections = new CollectionsRepository(db);
  const attempts = new IngestAttemptsRepository(db);
  const { id: collectionId } = await collections.byName('default');
  await collections.claimEmbedder(collectionId, { id: embedder.id, dimensions: embedder.dimensions });
  const text = texts.join('\n\n');
  const sha256 = createHash('sha256').update(text).digest('hex');
  const upload = { collectionId, name, sha256, size: text.length, uploader: 'bench' };
  const { versionId } = await new DocumentsRepository(db).upload(upload, () => Promise.resolve(true));
  const started = await attempts.start(versionId, { alone: false });
  if (started.outcome !== 'started') throw new Error(`${name}: ${started.outcome}`);
  const { epoch } = started.version;
  await saveText(new ExtractionsRepository(db), { versionId, epoch, sha256 }, name, text);
  await attempts.savePassages(versionId, epoch, draft(texts));
  await embedVersion(versionId, embedder, {
    embeddings: new PassageEmbeddingsRepository(db),
    signal: new AbortController().signal,
  });
  await attempts.publish(versionId, epoch);
}

async function saveText(
  extractions: ExtractionsRepository,
  { versionId, epoch, sha256 }: { versionId: string; epoch: number; sha256: string },
  title: string,
  text: string,
): Promise<void> {
  const id = await extractions.claim({ versionId, epoch }, { sha256, reader: 'bench' });
  const fence = await extractions.begin(id);
  if (fence === null) return;
  await extractions.append(id, fence, [{ start: 0, text, pages: [], headings: [] }]);
  await extractions.complete(id, fence, { mediaType: 'text/plain', title, length: text.length, pages: null });
}

function draft(texts: string[]): PassageDraft[] {
  let start = 0;
  return texts.map((text, ordinal) => {
    const passage = { ordinal, text, start, end: start + text.length, page: null, heading: '' };
    start = passage.end + 2;
    return passage;
  });
}

/** Words that follow each other in the passage: its answer is in the documents, and easy to find. */
function questionOn(text: string, random: Random): string {
  const words = text.split(' ');
  if (words.length === 1) {
    const from = random.below(Math.max(1, text.length - 24));
    return `${text.slice(from, from + 24)}か。`;
  }
  const from = random.below(Math.max(1, words.length - 8));
  return `${words.slice(from, from + 8).join(' ')}?`;
}
