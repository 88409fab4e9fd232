import type { InjectionResult } from './measure-injection.js';

/** How often, by language and kind of attack; in Markdown. */
export function injectionTable(model: string, results: readonly InjectionResult[]): string {
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
