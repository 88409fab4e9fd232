import { writeFileSync } from 'node:fs';
import type { Measured } from '../measure/measured.js';
import type { Summary } from '../measure/summarise.js';

/** Changes when an older file can no longer be compared. */
const FORMAT = 1;

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

export function writeRunFile(path: string, run: Omit<RunFile, 'format'>): void {
  const { questions, ...head } = run;
  const lines = questions.map((question) => JSON.stringify(question)).join(',\n');
  const start = JSON.stringify({ format: FORMAT, ...head }, null, 2).slice(0, -2);
  writeFileSync(path, `${start},\n  "questions": [\n${lines}\n]}\n`);
}
