import { basename, resolve } from 'node:path';
import { DomainError } from '#contracts';
import {
  catalogue,
  findEntryByFileName,
  locateModel,
  resolveModel,
  type VerifyReport,
  verifyModel,
} from '#llm';
import type { ModelsConfig } from './config.js';
import { ProgressDisplay } from './progress-display.js';
import type { Terminal } from '../command/terminal.js';

type Outcome = VerifyReport | { id: string; ok: false; error: DomainError };

/**
 * Re-reads model files and compares their hashes.
 *
 * @param references catalogue ids, hub addresses and paths; none for every model of the catalogue that is on disk
 * @returns the exit code: 0, or 1 when a file is missing or is not what it should be
 */
export async function verifyModels(
  references: string[],
  config: ModelsConfig,
  terminal: Terminal,
  options: { json: boolean },
): Promise<number> {
  const wanted = references.length > 0 ? references : await installedIds(config);
  const outcomes: Outcome[] = [];
  for (const reference of wanted) {
    const outcome = await verifyOne(reference, config, terminal);
    outcomes.push(outcome);
    if (!options.json) announce(outcome, terminal);
  }
  if (options.json) terminal.out.write(`${JSON.stringify(outcomes.map(toJson), null, 2)}\n`);
  else if (outcomes.length === 0) terminal.out.write(`No model of the catalogue is in ${config.folder}\n`);
  return outcomes.every(({ ok }) => ok) ? 0 : 1;
}

async function verifyOne(reference: string, config: ModelsConfig, terminal: Terminal): Promise<Outcome> {
  const display = new ProgressDisplay(terminal, reference);
  try {
    const path = resolve(reference);
    const model = locateModel(reference, config) ?? {
      id: reference,
      path,
      entry: findEntryByFileName(basename(path)) ?? null,
    };
    const report = await verifyModel(model, { onProgress: (done, total) => display.show(done, total) });
    return { ...report, id: reference };
  } catch (error) {
    if (error instanceof DomainError) return { id: reference, ok: false, error };
    throw error;
  } finally {
    display.stop();
  }
}

/** Catalogue ids of the models that are on disk with the right size. */
async function installedIds(config: ModelsConfig): Promise<string[]> {
  const found = await Promise.all(
    catalogue.map(({ id, kind }) => resolveModel(id, kind, config).catch(() => null)),
  );
  return found.flatMap((model) => model?.id ?? []);
}

function announce(outcome: Outcome, terminal: Terminal): void {
  if ('error' in outcome) {
    terminal.err.write(`${outcome.id}: ${outcome.error.message}\n`);
  } else if (!outcome.ok) {
    terminal.err.write(
      `${outcome.id}: DAMAGED. ${outcome.path} has SHA-256 ${outcome.sha256} instead of ${outcome.expectedSha256}; ` +
        `delete it and run: npm run models -- pull ${outcome.id}\n`,
    );
  } else {
    terminal.out.write(`${outcome.id}: ${findings[outcome.checkedAgainst]}\n  ${outcome.path}\n`);
  }
}

const findings: Record<VerifyReport['checkedAgainst'], string> = {
  catalogue: "good; its SHA-256 is the catalogue's",
  receipt: 'unchanged since it was downloaded (there is no independent record of its SHA-256)',
  nothing: 'read without errors; there is nothing to compare its SHA-256 with',
};

function toJson(outcome: Outcome): Record<string, unknown> {
  if ('error' in outcome) return { id: outcome.id, ok: false, error: outcome.error.toInfo() };
  return {
    id: outcome.id,
    ok: outcome.ok,
    path: outcome.path,
    size_bytes: outcome.sizeBytes,
    sha256: outcome.sha256,
    expected_sha256: outcome.expectedSha256,
    checked_against: outcome.checkedAgainst,
  };
}
