import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { CommandContext } from '../../apps/cli/src/command/context.js';
import { Models } from '../../apps/worker/src/models/models.js';
import type { EvalConfig } from '../config.js';
import { Progress } from '../run/progress.js';
import { readAttacks } from './attacks.js';
import { measureInjection, type InjectionResult } from './measure-injection.js';

/** Measures how often the model follows what passages tell it to; and writes every answer to `out`. */
export async function runInjection(
  { attacks: file, out }: { attacks: string; out: string | null },
  config: EvalConfig,
  context: CommandContext,
): Promise<{ model: string; results: InjectionResult[]; file: string }> {
  const attacks = readAttacks(file);
  const models = await Models.open(config);
  const progress = new Progress(context);
  try {
    const tick = progress.begin('attacks', attacks.length);
    const results = await measureInjection(attacks, models.generator, tick);
    progress.end();
    const model = models.generator.info().model.id;
    const written = resolve(out ?? join(config.runsFolder, `injection-${model}.json`));
    mkdirSync(dirname(written), { recursive: true });
    writeFileSync(written, JSON.stringify({ model, results }, null, 2));
    return { model, results, file: written };
  } finally {
    progress.end();
    await models.close();
  }
}
