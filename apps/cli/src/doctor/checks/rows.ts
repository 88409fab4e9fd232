import type { DriftedDocument } from '#database';
import type { Check, Finding, Patient } from '../finding.js';

const MIGRATE = 'Run "npx kotae migrate", or "npm start", which does.';

export const migrations: Check = {
  name: 'migrations',
  async *look({ drift }) {
    const pending = await drift.pendingMigrations();
    if (pending.length === 0) return;
    yield {
      severity: 'error',
      what: `The database lacks migrations: ${pending.join(', ')}.`,
      remedy: MIGRATE,
    };
  },
};

export const readyVersions: Check = {
  name: 'ready_versions',
  async *look(patient) {
    for (const document of await patient.drift.strayReadyVersions()) {
      yield rereading(patient, document, 'answers from a version that does not exist', true);
    }
  },
};

export const passages: Check = {
  name: 'passages',
  async *look(patient) {
    for (const document of await patient.drift.lackingPassages()) {
      yield rereading(patient, document, 'lacks passages of the version that answers');
    }
  },
};

export const embeddings: Check = {
  name: 'embeddings',
  async *look(patient) {
    for (const document of await patient.drift.lackingEmbeddings()) {
      yield rereading(patient, document, "has passages without an embedding by its collection's embedder");
    }
  },
};

export const indexLog: Check = {
  name: 'index_log',
  async *look({ drift }) {
    for (const gap of await drift.logGaps()) {
      yield {
        severity: 'error',
        what:
          gap.op === 'add'
            ? `The index of ${gap.collection} was not told of version ${gap.versionId}, which answers.`
            : `The index of ${gap.collection} holds version ${gap.versionId}, which does not answer any more.`,
        remedy: 'Repairing writes it to the change log, which every worker follows.',
        repair: () => drift.closeGap(gap),
      };
    }
  },
};

function rereading({ drift }: Patient, document: DriftedDocument, what: string, forget = false): Finding {
  return {
    severity: 'error',
    what: `${document.collection}/${document.name} ${what}.`,
    remedy: 'Repairing has it read again as a new version; a worker does that within a minute of running.',
    repair: async () => {
      if (forget) await drift.forgetReadyVersion(document.id);
      await drift.readAgain(document.id);
    },
  };
}
