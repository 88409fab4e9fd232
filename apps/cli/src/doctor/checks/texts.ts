import type { DriftedDocument } from '#database';
import type { Check } from '../finding.js';

const REREAD = 'Repairing has it read again as a new version; a worker does that within a minute of running.';

export const orphanTexts: Check = {
  name: 'orphan_texts',
  async *look({ texts }) {
    for (const text of await texts.unused()) {
      yield {
        severity: 'warning',
        what: `The text read from ${text.sha256.slice(0, 12)}… belongs to no document.`,
        remedy: 'Repairing removes it.',
        repair: () => texts.removeUnused(text),
      };
    }
  },
};

export const damagedTexts: Check = {
  name: 'texts',
  async *look({ texts, drift }) {
    for (const document of await texts.lacking()) {
      yield {
        severity: 'error',
        what: `${nameOf(document)} answers from a version whose text is missing.`,
        remedy: REREAD,
        repair: () => drift.readAgain(document.id),
      };
    }
    for await (const { id, document } of texts.damaged()) {
      if (document) {
        yield {
          severity: 'error',
          what: `The text of ${nameOf(document)} is damaged: pieces of it are missing.`,
          remedy: REREAD,
          repair: () => texts.readAgain(id, document.id),
        };
      } else {
        yield {
          severity: 'info',
          what: `The text ${id} is damaged, of which only earlier versions of documents were made.`,
          remedy: 'What earlier answers cite from it may not be shown; new answers do not need it.',
        };
      }
    }
  },
};

function nameOf({ collection, name }: DriftedDocument): string {
  return `${collection}/${name}`;
}
