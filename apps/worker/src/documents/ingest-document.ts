import { DomainError, type IngestStage } from '#contracts';
import type { DocumentEntity, DocumentVersionEntity } from '#database';
import type { Embedder } from '#llm';
import { embedVersion } from '../embedders/embed-version.js';
import { awaitTurn } from './await-turn.js';
import { cutPassages } from './cut-passages.js';
import type { Ingestion, IngestTools } from './ingestion.js';
import { readOriginal } from './read-original.js';

/**
 * Ingests one document version: parse → chunk → embed → index. Each step stores what it makes before the next begins,
 * can be repeated, and is fenced by the attempt's epoch; an attempt begins with the step in which the one before it
 * ended.
 */
export async function ingestDocument(
  document: DocumentEntity,
  version: DocumentVersionEntity,
  tools: IngestTools,
): Promise<void> {
  for (let stage: IngestStage | null = version.stage; stage !== null; stage = after[stage]) {
    version.stage = stage;
    const ingestion = { document, version, tools, report: reporter(stage, version, tools) };
    await ingestion.report(0, null, null);
    if (stage !== 'index') await awaitTurn(ingestion);
    const step = steps[stage];
    await tools.clock.time(effortOf[stage], () => step(ingestion));
    const next = after[stage];
    if (next !== null) await tools.attempts.advance(version.id, version.epoch, next);
  }
}

/** What a step's time goes to where it does not say otherwise; embedding is, beside the embedder's work, saving. */
const effortOf = { parse: 'parse', chunk: 'cut', embed: 'save', index: 'index' } as const;

const after = { parse: 'chunk', chunk: 'embed', embed: 'index', index: null } as const;

const steps: Record<IngestStage, (ingestion: Ingestion) => Promise<void>> = {
  parse: readOriginal,
  chunk: cutPassages,
  embed: embedPassages,
  index: publish,
};

async function embedPassages({ document, version, tools, report }: Ingestion): Promise<void> {
  const embedder = await chooseEmbedder(document.collectionId, tools);
  const counts = await tools.embeddings.countOf(version.id, embedder.id);
  await report(counts.done, counts.total, 'passages');
  await embedVersion(version.id, timed(embedder, tools), {
    ...tools,
    saved: (count) => report((counts.done += count), counts.total, 'passages'),
  });
}

async function publish({ version, tools }: Ingestion): Promise<void> {
  const attempt = () => tools.attempts.publish(version.id, version.epoch);
  // The collection's embedder may have been changed while this version was read with the one before.
  for (let unread = await attempt(); unread !== null; unread = await attempt()) {
    await embedVersion(version.id, timed(embedderOf(unread.id, tools), tools), tools);
  }
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

function timed(embedder: Embedder, { clock }: IngestTools): Pick<Embedder, 'id' | 'embedPassages'> {
  return {
    id: embedder.id,
    embedPassages: (...call) => clock.time('embed', () => embedder.embedPassages(...call)),
  };
}

function reporter(
  stage: IngestStage,
  { id, epoch }: DocumentVersionEntity,
  { attempts, signal, changed }: IngestTools,
): Ingestion['report'] {
  return async (done, total, unit) => {
    signal.throwIfAborted();
    if (!(await attempts.progress(id, epoch, { stage, done, total, unit }))) {
      throw new DomainError('cancelled', 'Another attempt took the document over, or it was deleted.');
    }
    changed();
  };
}
