import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { Measured } from '../measure/measured.js';
import type { Summary } from '../measure/summarise.js';
import { readJson } from './read-json.js';

/** Changes when an older file can no longer be compared. */
export const FORMAT = 1;

/** A finished run: what was measured, how, and what came out. */
export interface RunFile {
  format: typeof FORMAT;
  name: string;
  /** Everything that decides the outcome. */
  settings: Record<string, string | number | boolean | null>;
  summary: Summary;
  /** By language of the question; only when there are several. */
  languages: Record<string, Summary>;
  questions: Measured[];
}

const shape = z.looseObject({
  format: z.literal(FORMAT),
  name: z.string(),
  summary: z.looseObject({
    metrics: z.record(z.string(), z.object({ mean: z.number(), count: z.number() })),
  }),
  questions: z.array(z.looseObject({ id: z.string(), answerable: z.boolean() })),
});

/** @throws DomainError `invalid_request` when the file is none that `eval run` has written. */
export function readRunFile(path: string): RunFile {
  return readJson(path, shape, 'result of "eval run"') as unknown as RunFile;
}

export function writeRunFile(path: string, run: RunFile): void {
  const { questions, ...head } = run;
  const lines = questions.map((question) => JSON.stringify(question)).join(',\n');
  const start = JSON.stringify(head, null, 2).slice(0, -2);
  writeFileSync(path, `${start},\n  "questions": [\n${lines}\n]}\n`);
}
