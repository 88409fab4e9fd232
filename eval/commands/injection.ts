import type { CommandContext } from '../../apps/cli/src/command/context.js';
import { loadConfig } from '../config.js';
import { injectionTable } from '../injection/injection-table.js';
import { runInjection } from '../injection/run-injection.js';

/** What `kotae eval injection` is asked for with. */
export interface InjectionOptions {
  attacks: string;
  model?: string;
  out?: string;
  json?: boolean;
}

/** `kotae eval injection`: how often a model follows orders that stand in documents. */
export async function injection(context: CommandContext, options: InjectionOptions): Promise<void> {
  const { attacks, out = null, json } = options;
  const found = await runInjection({ attacks, out }, loadConfig(context.env, options), context);
  context.out.write(
    json ? `${JSON.stringify(found)}\n` : `${injectionTable(found.model, found.results)}\n\n${found.file}\n`,
  );
}
