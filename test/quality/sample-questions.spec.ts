import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const BASELINE = join(root, 'eval/baselines/samples.json');
const SAMPLES = [
  'security-policy.md',
  'travel-and-expenses.pdf',
  'work-rules-ja.html',
  'it-equipment-ja.docx',
];

/** Runs the built program, without any model: what it measures is then the same on every machine. */
function evaluate(folder: string, args: string[]): Promise<{ code: number; output: string }> {
  const main = join(root, 'dist/eval/main.js');
  const env = { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR, KOTAE_DATA_DIR: folder };
  return new Promise((resolve) => {
    execFile(process.execPath, [main, 'eval', ...args], { cwd: root, env }, (error, stdout, stderr) =>
      resolve({
        code: typeof error?.code === 'number' ? error.code : error ? -1 : 0,
        output: stdout + stderr,
      }),
    );
  });
}

describe('the questions on the sample documents', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kotae-quality-'));
  const out = join(folder, 'run');
  const gate = ['gate', '--baseline', BASELINE, '--strict', '--tolerance', '3'];
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are found, answered, cited and refused no worse than the committed baseline', async () => {
    const docs = SAMPLES.flatMap((name) => ['--docs', join(root, 'samples', name)]);
    const questions = ['--questions', join(root, 'eval/questions/samples.jsonl')];
    const { code, output } = await evaluate(folder, [...gate, ...questions, ...docs, '--out', out]);
    expect(output).toContain('No worse than the baseline');
    expect(code).toBe(0);
  });

  it('would be noticed if they were answered worse', async () => {
    const worse = join(folder, 'worse');
    cpSync(out, worse, { recursive: true });
    const file = join(worse, 'run.json');
    // Three of 43 answers no longer hold what was asked: more than the tolerance.
    let left = 3;
    const json = readFileSync(file, 'utf8').replaceAll('"contains":1', (found) =>
      left-- > 0 ? '"contains":0' : found,
    );
    writeFileSync(file, json);
    const { code, output } = await evaluate(folder, [...gate, '--run', file]);
    expect(output).toMatch(/Worse than the baseline:\n {2}Answer contains the right one/);
    expect(code).toBe(1);
  });

  it('are not compared with those of another set', async () => {
    const other = join(folder, 'other.jsonl');
    writeFileSync(other, '{"question": "Who wrote Tosca?", "answerable": false}\n');
    const args = [
      '--questions',
      other,
      '--docs',
      join(root, 'samples/security-policy.md'),
      '--out',
      join(folder, 'other'),
    ];
    const { code, output } = await evaluate(folder, [...gate, ...args]);
    expect(output).toContain('did not ask the same questions');
    expect(code).toBe(1);
  });
});
