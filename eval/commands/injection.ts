import { parseArgs } from 'node:util';
import { loadConfig } from '../config.js';
import { runInjection } from '../injection/run-injection.js';

/** `injection [--model file]`: how often a model follows orders that stand in documents. */
export async function injection(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      attacks: { type: 'string', default: 'eval/injection/attacks.json' },
      model: { type: 'string' },
      out: { type: 'string' },
    },
  });
  const config = loadConfig();
  const { table, file } = await runInjection(
    { attacks: values.attacks, out: values.out ?? null },
    { ...config, KOTAE_MODEL: values.model ?? config.KOTAE_MODEL },
  );
  process.stdout.write(`${table}\n\n${file}\n`);
}
