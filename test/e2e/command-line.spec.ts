import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Collection, Document, Question, SearchResults } from '#client';
import type { CliResult } from '../support/cli.js';
import { commandLine } from '../support/command-line.js';
import { Kotae } from '../support/kotae.js';
import { until } from '../support/until.js';

let kotae: Kotae;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kotae-cli-'));
  mkdirSync(join(folder, 'policies/more'), { recursive: true });
  mkdirSync(join(folder, 'policies/.hidden'));
  const travel = '# Flights\n\nFlights must be booked 14 days before departure.\n';
  writeFileSync(join(folder, 'policies/travel.md'), travel);
  writeFileSync(
    join(folder, 'policies/more/hotels.md'),
    '# Hotels\n\nThe hotel limit in Osaka is 16,500 yen.\n',
  );
  writeFileSync(join(folder, 'policies/.hidden/secret.md'), 'Nobody should see this.');
  writeFileSync(join(folder, 'empty.md'), '');
  writeFileSync(join(folder, 'good.txt'), 'The printer code is 4711.\n');
  kotae = await Kotae.start();
}, 120_000);
afterAll(async () => {
  await kotae?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const run = (args: string[], input?: string): Promise<CliResult> =>
  kotae.explained(() => commandLine(args, { KOTAE_URL: kotae.client.url }, { input }));

async function json<T>(...args: string[]): Promise<T> {
  const { code, out, err } = await run([...args, '--json']);
  if (out === '') throw new Error(`${args.join(' ')}: ${code} ${err}`);
  return JSON.parse(out) as T;
}

describe('kotae add', () => {
  it('puts a folder in, without what is hidden, and waits until it is ready', async () => {
    const { code, out, err } = await run([
      'add',
      '--wait',
      '--tag',
      'policy',
      '--',
      join(folder, 'policies'),
    ]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.split('\n').filter(Boolean).sort()).toEqual([
      expect.stringMatching(/^more\/hotels\.md: ready, 1 passage$/),
      expect.stringMatching(/^travel\.md: ready, 1 passage$/),
    ]);
    const documents = await json<Document[]>('documents', 'list');
    expect(documents.map(({ name, tags }) => [name, tags])).toEqual([
      ['more/hotels.md', ['policy']],
      ['travel.md', ['policy']],
    ]);
  });

  it('takes the input, and says what is unchanged', async () => {
    const first = await run(
      ['add', '-', '--name', 'notes.md', '--wait'],
      '# Notes\n\nThe office cat is Momo.\n',
    );
    expect(first).toMatchObject({ code: 0, out: expect.stringMatching(/^notes\.md: ready/) });
    const again = await run(['add', '-', '--name', 'notes.md'], '# Notes\n\nThe office cat is Momo.\n');
    expect(again).toMatchObject({ code: 0, out: 'notes.md: unchanged\n' });
    expect(await run(['add', '-'], 'text')).toMatchObject({
      code: 1,
      err: expect.stringContaining('--name'),
    });
  });

  it('goes on after a bad file, names it with the remedy, and fails', async () => {
    const files = [join(folder, 'empty.md'), join(folder, 'good.txt')];
    const { code, out, err } = await run(['add', '--wait', ...files]);
    expect(code).toBe(1);
    expect(err).toMatch(/^empty\.md: refused\. The file is empty\. Save it again/);
    expect(out).toMatch(/^good\.txt: ready/);
  });

  it('says how to make a collection that is not there, and what there is', async () => {
    for (const args of [
      ['add', '-k', 'nowhere', join(folder, 'good.txt'), join(folder, 'policies')],
      ['sync', '-k', 'nowhere', join(folder, 'policies')],
      ['ask', '-k', 'nowhere', 'Who?'],
    ]) {
      expect(await run(args)).toEqual({
        code: 1,
        out: '',
        err:
          'There is no collection "nowhere". Make it with "npx kotae collections create nowhere"; ' +
          '"npx kotae collections list" shows those that there are.\n',
      });
    }
  });

  it('says which path is not there, and sends nothing', async () => {
    const missing = join(folder, 'none.md');
    expect(await run(['add', join(folder, 'good.txt'), missing])).toEqual({
      code: 1,
      out: '',
      err: `There is no file or folder ${missing} that can be read. Nothing was sent.\n`,
    });
  });
});

describe('kotae ask', () => {
  it('answers with quotes and their places', async () => {
    const { code, out } = await run([
      'ask',
      'How',
      'many',
      'days',
      'before',
      'departure',
      'must',
      'flights',
      'be',
      'booked?',
    ]);
    expect(code).toBe(0);
    expect(out).toMatch(/14 days before departure\. \[1\]/);
    expect(out).toMatch(
      /\n\[1\] travel\.md, Flights\n    “Flights must be booked 14 days before departure\.”\n/,
    );
    expect(out).not.toContain('\u001B');
  });

  it('goes on from the last conversation', async () => {
    const first = await json<Question>('ask', 'What is the hotel limit in Osaka?');
    const second = await json<Question>('ask', '-c', 'And when must flights be booked?');
    expect(second).toMatchObject({ conversation_id: first.conversation_id, turn: 2 });
  });

  it('takes the question from its input, filters, and says with 3 that the documents lack the answer', async () => {
    const { code, out } = await run(['ask', '--document', 'travel.md'], 'What is the office cat called?');
    expect(code).toBe(3);
    expect(out).toContain('do not contain');
    const found = await json<Question>('ask', '--tag', 'policy', 'When must flights be booked?');
    expect(found.options.filter).toEqual({ tags: ['policy'] });
  });

  it('says what to do with a question that is too long', async () => {
    expect(await run(['ask'], 'why '.repeat(2500))).toEqual({
      code: 1,
      out: '',
      err: 'The question is longer than 8000 characters: shorten it, and upload a long text as a document.\n',
    });
  });

  it('cancels the question on the server at Ctrl-C', async () => {
    await kotae.killWorker();
    const before = await json<unknown[]>('documents', 'list');
    expect(before.length).toBeGreaterThan(0);
    const { code, err } = await commandLine(
      ['ask', 'Will this ever be answered?'],
      { KOTAE_URL: kotae.client.url },
      {
        whileRunning: async (child) => {
          await until('the question', async () => (await newestQuestion()).question.startsWith('Will this'));
          child.kill('SIGINT');
        },
      },
    );
    expect({ code, err }).toEqual({ code: 130, err: 'The question is cancelled.\n' });
    expect((await newestQuestion()).status).toBe('cancelled');
    await kotae.startWorker();
  });
});

describe('kotae', () => {
  it('searches', async () => {
    const { code, out } = await run(['search', 'hotel', 'limit', '-n', '1']);
    expect(code).toBe(0);
    expect(out).toMatch(/^1\. more\/hotels\.md, Hotels\n {3}.*16,500 yen/);
    const { results } = await json<SearchResults>('search', 'hotel limit');
    expect(results[0]).toMatchObject({ document: 'more/hotels.md' });
    const none = await run(['search', '--document', 'travel.md', '--from', '2030-01-01', 'zzz']);
    expect(none).toMatchObject({ code: 3, out: 'Nothing was found.\n' });
  });

  it('shows what runs', async () => {
    const { code, out } = await run(['status']);
    expect(code).toBe(0);
    expect(out).toMatch(/^Kotae at http:.*: ready\n\nModels\n {2}extractive/);
    expect(out).toMatch(/\nQueues\n {2}answer +0 running/);
  });

  it('looks after collections and documents', async () => {
    expect((await run(['collections', 'create', 'law', '--description', 'Contracts'])).code).toBe(0);
    expect((await json<Collection[]>('collections', 'list')).map(({ name }) => name).sort()).toEqual([
      'default',
      'law',
    ]);
    expect((await run(['collections', 'delete', 'law'])).code).toBe(0);
    expect((await run(['documents', 'text', 'notes.md'])).out).toContain('office cat');
    expect(await run(['documents', 'delete', 'notes.md', 'nothing.md'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('nothing.md'),
    });
    expect((await run(['documents', 'delete', 'notes.md'])).out).toBe('notes.md: deleted\n');
    const documents = await json<Document[]>('documents', 'list');
    expect(documents.map(({ name }) => name)).not.toContain('notes.md');
  });

  it('refuses options that make no sense before it asks anybody', async () => {
    for (const args of [
      ['ask', '--temperature', 'warm', 'x'],
      ['search'],
      ['add'],
      ['documents', 'list', '--status', 'odd'],
    ]) {
      expect(await run(args)).toMatchObject({ code: 2, out: '' });
    }
    expect(await commandLine(['search', 'x'], { KOTAE_URL: 'nonsense' })).toMatchObject({
      code: 1,
      err: expect.stringContaining('KOTAE_URL'),
    });
  });

  it('completes commands and options in bash', async () => {
    const { out: script } = await run(['completion', 'bash']);
    const complete = (...words: string[]): string[] =>
      execFileSync('bash', [
        '-c',
        `${script}\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _kotae; echo "\${COMPREPLY[@]}"`,
      ])
        .toString()
        .trim()
        .split(' ');
    expect(complete('kotae', 'sea')).toEqual(['search']);
    expect(complete('kotae', 'models', 'pu')).toEqual(['pull']);
    expect(complete('kotae', 'ask', '--whole')).toEqual(['--whole-documents']);
    expect(complete('kotae', 'documents', 'delete', '--j')).toEqual(['--json']);
  });
});

async function newestQuestion(): Promise<Question> {
  const { items } = await kotae.client.expect<{ items: [Question] }>('GET', '/v1/questions?limit=1');
  return items[0];
}
