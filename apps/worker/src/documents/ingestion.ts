import type { IngestProgress } from '#contracts';
import type {
  CollectionsRepository,
  DocumentEntity,
  DocumentVersionEntity,
  ExtractionsRepository,
  IngestAttemptsRepository,
  OriginalStore,
  PassageEmbeddingsRepository,
} from '#database';
import type { limitSettings } from '#documents';
import type { Embedders } from '../models/embedders.js';
import type { StepClock } from './step-clock.js';

/** What ingestion needs from its surroundings. */
export interface IngestTools {
  attempts: IngestAttemptsRepository;
  extractions: ExtractionsRepository;
  collections: Pick<CollectionsRepository, 'claimEmbedder'>;
  originals: Pick<OriginalStore, 'withFile'>;
  embedders: Embedders;
  embeddings: PassageEmbeddingsRepository;
  /** Limits on what a document may be. */
  limits: Partial<Record<keyof typeof limitSettings, number>>;
  /** Token counts by the tokenizer of the model that will read the passages. */
  countTokens: (texts: string[]) => Promise<number[]>;
  /** Is told what the time goes to. */
  clock: StepClock;
  signal: AbortSignal;
  /** Called after each change that watchers of the document should see. */
  changed: () => void;
}

/** One version on its way through the steps. */
export interface Ingestion {
  document: DocumentEntity;
  version: DocumentVersionEntity;
  tools: IngestTools;
  /** Notes how far the step has come. @throws DomainError `cancelled` when the attempt no longer owns the version. */
  report: (done: number, total: number | null, unit: IngestProgress['unit']) => Promise<void>;
}

/** The text that the version is read from. */
export function extractionOf({ version }: Ingestion): string {
  if (version.extractionId === null) throw new Error(`version ${version.id} has claimed no text`);
  return version.extractionId;
}
