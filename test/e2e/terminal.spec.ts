import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLine } from '../support/command-line.js';
import { Kotae } from '../support/kotae.js';
import { longHandbook } from '../support/long-handbook.js';
import { onTerminal } from '../support/on-terminal.js';

const CYAN_AND_BOLD = '\u001B[36m1.\u001B[39m \u001B[1m';
const ESCAPE = '\u001B';
const BAR = /[=█-]+ +\d+% (?:uploading|queued|parse|chunk|embed|save)/;
const CTRL_C = '\u0003';

let kotae: Kotae;
let folder: string;
let file: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kotae-terminal-'));
  file = join(folder, 'handbook.md');
  writeFileSync(file, longHandbook(80));
  kotae = await Kotae.start();
}, 120_000);
afterAll(async () => {
  await kotae?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const service = (more: Record<string, string> = {}) => ({ KOTAE_URL: kotae.client.url, ...more });

describe('kotae on a terminal', () => {
  it('shows bars while files are read, and one line for each in the end', async () => {
    const { code, screen } = await onTerminal(['add', '--wait', file], service());
    expect(code).toBe(0);
    expect(screen).toMatch(BAR);
    expect(screen).toContain('\u001B[?25l');
    expect(screen).toMatch(/handbook\.md: ready, \d+ passages\r?\n/);
    // The cursor is shown again.
    expect(screen.lastIndexOf('\u001B[?25h')).toBeGreaterThan(screen.lastIndexOf('\u001B[?25l'));
  });

  it('sends results where they are piped to, and keeps the bars on the terminal', async () => {
    const out = join(folder, 'out.txt');
    // Bars are drawn ten times a second, so it must not be ready at once, as what has been read before is.
    const longer = join(folder, 'longer.md');
    writeFileSync(longer, longHandbook(600));
    const args = ['add', '--wait', longer];
    const { code, screen } = await onTerminal(args, service(), { redirect: `> '${out}'` });
    expect(code).toBe(0);
    expect(readFileSync(out, 'utf8')).toMatch(/^longer\.md: ready, \d+ passages\n$/);
    expect(screen).toMatch(BAR);
    expect(screen).not.toContain('ready, ');
  });

  it('shows how much of a synced folder has been sent, and what was done in the end', async () => {
    const synced = join(folder, 'synced');
    mkdirSync(synced);
    writeFileSync(join(synced, 'a.md'), longHandbook(200));
    writeFileSync(join(synced, 'b.md'), `# Another\n\n${longHandbook(100)}`);
    const { code, screen } = await onTerminal(['sync', synced, '--prefix', 'synced/'], service());
    expect(code).toBe(0);
    expect(screen).toMatch(/uploading .* \d+% \| .+ of .+ \|/);
    expect(screen).toMatch(/2 uploaded, 0 unchanged, 0 deleted\r?\n/);
  });

  it('has neither bars nor colours when it is piped', async () => {
    const added = await commandLine(['add', '--wait', '--name', 'piped.md', file], service());
    expect(added).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^piped\.md: ready.*\n$/) });
    const found = await commandLine(['search', 'night shift', '-n', '1'], service());
    expect(found.out).not.toContain(ESCAPE);
    expect((await commandLine(['--help'])).out).not.toContain(ESCAPE);
  });

  it('has colours, unless NO_COLOR or a dumb terminal says otherwise', async () => {
    const search = ['search', 'night shift', '-n', '1'];
    expect((await onTerminal(search, service())).screen).toContain(CYAN_AND_BOLD);
    expect((await onTerminal(['--help'])).screen).toContain('\u001B[1mNAME\u001B[22m');
    for (const without of [{ NO_COLOR: '1' }, { TERM: 'dumb' }] as Record<string, string>[]) {
      const { code, screen } = await onTerminal(search, service(without));
      expect(code).toBe(0);
      expect(screen).toMatch(/^1\. /);
      expect(screen).not.toContain(ESCAPE);
      expect((await onTerminal(['--help'], without)).screen).not.toContain(ESCAPE);
    }
    expect((await commandLine(search, service({ FORCE_COLOR: '1' }))).out).toContain(CYAN_AND_BOLD);
  });

  it('shows an answer once, with its citations, and clears what it said meanwhile', async () => {
    const question = 'What is the night shift bonus for warehouse staff?';
    const { code, screen } = await onTerminal(['ask', question], service());
    expect(code).toBe(0);
    expect(
      screen.match(/The night shift bonus for warehouse staff is 1,350 yen per hour\. \[1\]/g),
    ).toHaveLength(1);
    expect(screen).toMatch(/\[1\].*handbook\.md|\[1\].*again\.md|\[1\].*piped\.md/);
    expect(screen).toContain('\r\u001B[K');
  });

  it('cancels a question at Ctrl-C', async () => {
    await kotae.killWorker();
    let pressed = false;
    const { code, screen } = await onTerminal(['ask', 'Will this be answered?'], service(), {
      press: (shown) => (!pressed && shown.includes('waiting …') ? ((pressed = true), CTRL_C) : null),
    });
    expect(code).toBe(130);
    expect(screen).toContain('The question is cancelled.');
    const { items } = await kotae.client.expect<{ items: { status: string }[] }>(
      'GET',
      '/v1/questions?limit=1',
    );
    expect(items[0]?.status).toBe('cancelled');
  });
});
