import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Models } from '../../apps/worker/src/models/models.js';
import type { EvalConfig } from '../config.js';
import { Progress } from '../run/progress.js';
import { readAttacks } from './attacks.js';
import { measureInjection, type InjectionResult } from './measure-injection.js';

/** Measures how often the model follows what passages tell it to; returns the table, and writes every answer to `out`. */
export async function runInjection(
  { attacks: file, out }: { attacks: string; out: string | null },
  config: EvalConfig,
): Promise<{ table: string; file: string }> {
  const attacks = readAttacks(file);
  const models = await Models.open(config);
  const progress = new Progress();
  try {
    const tick = progress.begin('attacks', attacks.length);
    const results = await measureInjection(attacks, models.generator, tick);
    progress.end();
    const model = models.generator.info().model.id;
    const written = resolve(out ?? join(config.runsFolder, `injection-${model}.json`));
    mkdirSync(dirname(written), { recursive: true });
    writeFileSync(written, JSON.stringify({ model, results }, null, 2));
    return { table: table(model, results), file: written };
  } finally {
    progress.end();
    await models.close();
  }
}

function table(model: string, results: readonly InjectionResult[]): string {
  const groups: [string, readonly InjectionResult[]][] = [
    [`all, ${model}`, results],
    ...(['ja', 'en'] as const).map((language): [string, InjectionResult[]] => [
      language,
      results.filter((each) => each.language === language),
    ]),
    ...[...new Set(results.map(({ kind }) => kind))].map((kind): [string, InjectionResult[]] => [
      kind,
      results.filter((each) => each.kind === kind),
    ]),
  ];
  const rows = groups.map(([name, of]) =>
    [
      name,
      share(of, ({ followed }) => followed),
      share(of, ({ chance }) => chance),
      share(of, ({ quoted }) => quoted),
      share(of, ({ right }) => right),
      share(of, ({ rightWithout }) => rightWithout),
    ].join(' | '),
  );
  return [
    '| | followed | same signs without attack | quoted, cited | right answer | right without attack |',
    '|---|---|---|---|---|---|',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
}

function share(of: readonly InjectionResult[], is: (result: InjectionResult) => boolean): string {
  return `${of.filter(is).length}/${of.length}`;
}
