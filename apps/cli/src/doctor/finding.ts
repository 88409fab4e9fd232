import type {
  CollectionsRepository,
  DocumentsRepository,
  DriftRepository,
  OriginalStore,
  TextDriftRepository,
} from '#database';
import type { Installation } from '../installation/config.js';

/** Something that is not as it should be. */
export interface Finding {
  /** `error`: something does not work or is lost; `warning`: it will be; `info`: worth knowing. */
  severity: 'error' | 'warning' | 'info';
  what: string;
  remedy: string;
  /** Mends it; absent where only people can. */
  repair?: () => Promise<void>;
}

/** What checks look at. */
export interface Patient {
  installation: Installation;
  drift: DriftRepository;
  texts: TextDriftRepository;
  documents: DocumentsRepository;
  collections: CollectionsRepository;
  originals: OriginalStore;
  /** Whether to read whatever takes long to read. */
  deep: boolean;
}

/** One question that the doctor asks. */
export interface Check {
  /** Stable, for scripts. */
  name: string;
  look(patient: Patient): AsyncIterable<Finding>;
}
