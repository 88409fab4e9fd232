import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Measured } from '../measure/measured.js';

/**
 * What a run has measured so far, one question a line as it is measured, so that a run that was interrupted goes on
 * where it stopped. The first line is the run's fingerprint: results of other settings are not mixed in.
 */
export class ResultsFile {
  private constructor(
    private readonly path: string,
    /** By the question's place in the run. */
    readonly measured: Map<number, Measured>,
  ) {}

  /** Opens the file, or begins it anew when there is none, `fresh` is wished, or it has another fingerprint. */
  static open(path: string, fingerprint: string, fresh: boolean): ResultsFile {
    const lines = !fresh && existsSync(path) ? readFileSync(path, 'utf8') : '';
    const whole = lines.slice(0, lines.lastIndexOf('\n') + 1);
    const [head = '', ...rest] = whole.split('\n').filter((line) => line !== '');
    if (head === JSON.stringify({ fingerprint })) {
      // A line that was cut off when the run was killed.
      if (whole.length < lines.length) truncateSync(path, Buffer.byteLength(whole));
      return new ResultsFile(path, new Map(rest.map((line) => JSON.parse(line) as [number, Measured])));
    }
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${JSON.stringify({ fingerprint })}\n`);
    return new ResultsFile(path, new Map());
  }

  add(place: number, measured: Measured): void {
    this.measured.set(place, measured);
    appendFileSync(this.path, `${JSON.stringify([place, measured])}\n`);
  }

  /** In the order of the questions. */
  inOrder(): Measured[] {
    return [...this.measured].sort(([a], [b]) => a - b).map(([, measured]) => measured);
  }
}
