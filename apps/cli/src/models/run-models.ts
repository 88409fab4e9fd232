import { parseArgs } from 'node:util';
import { DomainError } from '#contracts';
import type { ModelsConfig } from './config.js';
import { listModels } from './list-models.js';
import { pullModels } from './pull-models.js';
import type { Terminal } from './terminal.js';
import { verifyModels } from './verify-models.js';

const USAGE = `Usage: npm run models -- <command> [--json]

  list                 the models that Kotae knows, and which of them are on disk
  pull [name…]         fetch models: names of the list or hf:owner/repository/file.gguf;
                       without a name the recommended pair, a Phi-3 and an embedder
  verify [name…]       re-read model files and compare their SHA-256; without a name all

Environment: KOTAE_MODELS_DIR (default .data/models), HF_ENDPOINT (a mirror of huggingface.co), HF_TOKEN.
Exit codes: 0 done, 1 something failed, 2 wrong usage, 130 interrupted.
`;

/** Exit code for a command line that makes no sense. */
const WRONG_USAGE = 2;

/**
 * Runs `npm run models` with the arguments after the program's name.
 *
 * @param signal aborting it ends a pull, keeping what was received
 * @returns the exit code
 */
export async function runModels(
  args: string[],
  readConfig: () => ModelsConfig,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const parsed = parse(args);
  if (parsed === null) {
    terminal.err.write(USAGE);
    return WRONG_USAGE;
  }
  const { command, names, json, help } = parsed;
  if (help) {
    terminal.out.write(USAGE);
    return 0;
  }
  try {
    const config = readConfig();
    if (command === 'list') return await listModels(config, terminal, json);
    if (command === 'pull') return await pullModels(names, config, terminal, { json, signal });
    if (command === 'verify') return await verifyModels(names, config, terminal, { json });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    terminal.err.write(`${error.message}\n`);
    return 1;
  }
  terminal.err.write(USAGE);
  return WRONG_USAGE;
}

function parse(
  args: string[],
): { command: string | undefined; names: string[]; json: boolean; help: boolean } | null {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const [command, ...names] = positionals;
    return { command, names, json: values.json, help: values.help };
  } catch {
    // An option that does not exist; parseArgs says so by throwing.
    return null;
  }
}
