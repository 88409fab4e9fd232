import { DomainError, type IngestStage, type PassageDraft } from '#contracts';
import type {
  CollectionsRepository,
  DocumentEntity,
  DocumentVersionEntity,
  IngestAttemptsRepository,
  OriginalStore,
  PassageEmbeddingsRepository,
} from '#database';
import { extractText } from '#documents';
import type { Embedder } from '#llm';
import { chunkText } from '#retrieval';
import { embedVersion } from '../embedders/embed-version.js';
import type { Embedders } from '../models/embedders.js';

/** Passages embedded and saved at a time: enough to keep an engine busy, little enough to report progress. */
const BATCH = 64;

/** What ingestion needs from its surroundings. */
export interface IngestTools {
  attempts: Pick<IngestAttemptsRepository, 'progress' | 'saveText' | 'savePassages' | 'publish'>;
  collections: Pick<CollectionsRepository, 'claimEmbedder'>;
  originals: Pick<OriginalStore, 'withFile'>;
  embedders: Embedders;
  embeddings: Pick<PassageEmbeddingsRepository, 'unembedded' | 'save'>;
  /** Token counts by the tokenizer of the model that will read the passages. */
  countTokens: (texts: string[]) => Promise<number[]>;
  signal: AbortSignal;
  /** Called after each change that watchers of the document should see. */
  changed: () => void;
}

/** Ingests one document version: parse → chunk → embed and save → index. Every write is fenced by its epoch. */
export async function ingestDocument(
  document: DocumentEntity,
  version: DocumentVersionEntity,
  tools: IngestTools,
): Promise<void> {
  const { attempts, originals, signal } = tools;
  const report = reporter(version, tools);

  await report('parse', 0, null);
  const embedder = await chooseEmbedder(document.collectionId, tools);
  const extracted = await originals.withFile(version.sha256, (path) =>
    extractText({ path, name: document.name }, { signal }),
  );
  await attempts.saveText(version.id, version.epoch, extracted);

  await report('chunk', 0, null);
  const passages = await chunkText(extracted, { countTokens: tools.countTokens });

  for (let done = 0; done < passages.length; done += BATCH) {
    await report('embed', done, passages.length);
    await embedAndSave(version, passages.slice(done, done + BATCH), embedder, tools);
  }

  await report('index', passages.length, passages.length);
  const publish = () => attempts.publish(version.id, version.epoch, { passages: passages.length });
  // The collection's embedder may have been changed while this version was read with the one before.
  for (let unread = await publish(); unread !== null; unread = await publish()) {
    await embedVersion(version.id, embedderOf(unread.id, tools), tools);
  }
}

async function embedAndSave(
  version: DocumentVersionEntity,
  batch: PassageDraft[],
  embedder: Embedder,
  { attempts, signal }: IngestTools,
): Promise<void> {
  const embeddings = await embedder.embedPassages(batch, signal);
  await attempts.savePassages(version.id, version.epoch, batch, embeddings, embedder.id);
}

/** The collection's own embedder; the first document decides which one that is. */
async function chooseEmbedder(collectionId: string, tools: IngestTools): Promise<Embedder> {
  const { id, dimensions } = tools.embedders.preferred;
  const inForce = await tools.collections.claimEmbedder(collectionId, { id, dimensions });
  return embedderOf(inForce.id, tools);
}

function embedderOf(id: string, { embedders }: IngestTools): Embedder {
  const embedder = embedders.byId(id);
  if (embedder) return embedder;
  throw new DomainError(
    'embedder_mismatch',
    `The collection is embedded with "${id}", which this worker does not have. Install that model, or change the collection's embedder with PUT /v1/collections/:name/embedder.`,
  );
}

function reporter({ id, epoch }: DocumentVersionEntity, { attempts, signal, changed }: IngestTools) {
  return async (stage: IngestStage, done: number, total: number | null): Promise<void> => {
    signal.throwIfAborted();
    if (!(await attempts.progress(id, epoch, { stage, done, total }))) {
      throw new DomainError('cancelled', 'Another attempt took the document over, or it was deleted.');
    }
    changed();
  };
}
