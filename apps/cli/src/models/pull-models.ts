import { DomainError } from '#contracts';
import { downloadModel, type DownloadReport, locateModel, startingPair } from '#llm';
import type { ModelsConfig } from './config.js';
import { ProgressDisplay } from './progress-display.js';
import { formatBytes, type Terminal } from '../command/terminal.js';

/** How a pull of one model ended. */
type Outcome = { id: string; report: DownloadReport } | { id: string; error: DomainError };

/**
 * Fetches models one after the other; one that fails does not keep the others from coming.
 *
 * @param references catalogue ids and hub addresses; none for the recommended pair
 * @returns the exit code: 0, 1 when one failed, 130 when interrupted
 */
export async function pullModels(
  references: string[],
  config: ModelsConfig,
  terminal: Terminal,
  options: { json: boolean; signal: AbortSignal },
): Promise<number> {
  const wanted = references.length > 0 ? references : startingPair;
  const outcomes: Outcome[] = [];
  for (const reference of wanted) {
    if (options.signal.aborted) break;
    const outcome = await pullModel(reference, config, terminal, options.signal);
    outcomes.push(outcome);
    if (!options.json) announce(outcome, terminal);
  }
  if (options.json) terminal.out.write(`${JSON.stringify(outcomes.map(toJson), null, 2)}\n`);
  if (options.signal.aborted) return 130;
  return outcomes.some((outcome) => 'error' in outcome) ? 1 : 0;
}

async function pullModel(
  reference: string,
  config: ModelsConfig,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<Outcome> {
  const display = new ProgressDisplay(terminal, reference);
  let phase = '';
  try {
    const model = locateModel(reference, config);
    if (model === null) {
      throw new DomainError(
        'model_not_found',
        `"${reference}" is not in the catalogue: \`npm run models -- list\` shows the names; any other GGUF file is ` +
          'fetched by its address, hf:owner/repository/file.gguf',
      );
    }
    const report = await downloadModel(model, {
      ...config,
      signal,
      onProgress: (progress) => {
        if (progress.phase !== phase && phase !== '') display.stop();
        phase = progress.phase;
        if (progress.phase === 'rehash' && progress.doneBytes === progress.totalBytes) {
          display.say(`${reference}: going on after ${formatBytes(progress.doneBytes)}`);
        } else {
          display.show(progress.doneBytes, progress.totalBytes);
        }
      },
      onRetry: ({ reason, delayMs }) => {
        display.say(`${reference}: ${reason}; trying again in ${(delayMs / 1000).toFixed(1)} s`);
      },
    });
    return { id: reference, report };
  } catch (error) {
    if (error instanceof DomainError) return { id: reference, error };
    throw error;
  } finally {
    display.stop();
  }
}

function announce(outcome: Outcome, terminal: Terminal): void {
  if ('error' in outcome) {
    terminal.err.write(`${outcome.id}: ${outcome.error.message}\n`);
    return;
  }
  const { report } = outcome;
  const what = report.alreadyPresent
    ? `is there already; check it with: npm run models -- verify ${outcome.id}`
    : `fetched; ${checks[report.checkedAgainst]}`;
  terminal.out.write(`${outcome.id} (${formatBytes(report.sizeBytes)}) ${what}\n  ${report.path}\n`);
}

const checks: Record<DownloadReport['checkedAgainst'], string> = {
  catalogue: "its SHA-256 is the catalogue's",
  hub: 'its SHA-256 is what the hub states (there is no independent record of it)',
  nothing: 'its SHA-256 could not be compared with anything',
};

function toJson(outcome: Outcome): Record<string, unknown> {
  if ('error' in outcome) return { id: outcome.id, ok: false, error: outcome.error.toInfo() };
  const { report } = outcome;
  return {
    id: outcome.id,
    ok: true,
    path: report.path,
    size_bytes: report.sizeBytes,
    already_present: report.alreadyPresent,
    resumed_from: report.resumedFrom,
    sha256: report.sha256,
    checked_against: report.checkedAgainst,
  };
}
