import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LocalHub } from '../../../../test/support/local-hub.js';
import { tinyPhi3 } from '../../../../test/support/tiny-models.js';
import { cli, type CliResult } from '../../../../test/support/cli.js';

const content = Buffer.concat([Buffer.from('GGUF'), Buffer.alloc(200_000, 'model bytes ')]);
const sha256 = createHash('sha256').update(content).digest('hex');
const uri = 'hf:maker/model-GGUF/model.Q4.gguf';
const served = 'maker/model-GGUF/resolve/main/model.Q4.gguf';

const program = join(__dirname, '../../../../dist/apps/cli/src/main.js');

let folder: string;
let hub: LocalHub;
let environment: Record<string, string>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kotae-models-'));
  hub = await LocalHub.start();
  environment = { KOTAE_MODELS_DIR: folder, HF_ENDPOINT: hub.url, HF_TOKEN: '' };
});

afterEach(async () => {
  await hub.stop();
  await rm(folder, { recursive: true });
});

/** What a text says, however its tables are drawn. */
const words = (text: string): string => text.replaceAll(/[-\s|:]+/g, ' ').trim();

const run = (...args: string[]): Promise<CliResult> => cli(['models', ...args], environment);

describe('kotae models', () => {
  it('lists the catalogue and what is on disk', async () => {
    const installed = join(folder, 'Phi-3-mini-4k-instruct-q4.gguf');
    await writeFile(installed, '');
    await truncate(installed, 2_393_231_072);
    await writeFile(join(folder, 'my-own.gguf'), 'GGUF');
    const { code, out } = await run('list');
    expect(code).toBe(0);
    expect(out).toMatch(/^\* +phi-3-mini-4k-instruct-q4 +2\.39 GB +4096 +MIT +en +recommended$/m);
    expect(out).toMatch(/^ +phi-3-medium-4k-instruct-q4-k-m +~8\.57 GB/m);
    expect(out).toMatch(/^ +Rerankers \(optional\)/m);
    expect(out).toMatch(/^ +bge-reranker-v2-m3-q8-0 +636 MB +8192 +Apache-2\.0 .*recommended$/m);
    expect(out).toMatch(/^Also there: my-own\.gguf$/m);
  });

  it('lists as JSON', async () => {
    const { out } = await run('list', '--json');
    const { models } = JSON.parse(out) as {
      models: { id: string; installed: boolean; sha256: string | null }[];
    };
    expect(models).toContainEqual(
      expect.objectContaining({ id: 'bge-m3-q8-0', installed: false, licence: 'MIT' }),
    );
  });

  it('fetches a model by its address through a broken connection, then finds it good', async () => {
    hub.serve(served, { content });
    hub.misbehave({ kind: 'drop', afterBytes: 90_000 });
    const pulled = await run('pull', uri);
    expect(pulled).toMatchObject({ code: 0, out: expect.stringContaining('what the hub states') });
    expect(pulled.err).toMatch(/broke off.*trying again/);
    expect(pulled.err).toMatch(/100% of 200 kB|100% of 201 kB/);
    expect(await run('pull', uri)).toMatchObject({
      code: 0,
      out: expect.stringContaining('is there already'),
    });
    expect(await run('verify', uri)).toMatchObject({
      code: 0,
      out: expect.stringContaining('unchanged since'),
    });
  });

  it('tells a damaged file from a good one', async () => {
    hub.serve(served, { content });
    await run('pull', uri);
    await writeFile(join(folder, 'maker/model-GGUF/model.Q4.gguf'), 'GGUF rot');
    const { code, err } = await run('verify', uri);
    expect(code).toBe(1);
    expect(err).toContain(`instead of ${sha256}`);
  });

  it('fetches the recommended pair when no name is given, and fails when it cannot', async () => {
    const { code, out } = await run('pull', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual([
      expect.objectContaining({ id: 'phi-3-mini-4k-instruct-q4', ok: false }),
      expect.objectContaining({ id: 'bge-m3-q8-0', ok: false }),
    ]);
    expect(hub.requests.map(({ path }) => path)).toEqual([
      expect.stringContaining('/microsoft/Phi-3-mini-4k-instruct-gguf/resolve/'),
      expect.stringContaining('/gpustack/bge-m3-GGUF/resolve/'),
    ]);
  });

  it('knows no models but those of the catalogue and addresses', async () => {
    expect(await run('pull', 'gpt-5')).toMatchObject({
      code: 1,
      err: expect.stringContaining('models -- list'),
    });
    expect(await run('pull', 'hf:nonsense')).toMatchObject({
      code: 1,
      err: expect.stringContaining('not a hub address'),
    });
    expect(await run('verify', 'gpt-5')).toMatchObject({
      code: 1,
      err: expect.stringContaining('is not at'),
    });
    expect(await run('verify')).toMatchObject({ code: 0, out: expect.stringContaining('No model') });
  });

  it('plans the memory of a model whose file is not here, from the catalogue', async () => {
    const { code, out } = await run('plan', 'phi-3-mini-4k-instruct-q4', '--vram', '8GiB', '--ram', '16GiB');
    expect(code).toBe(0);
    expect(out).toMatch(/^phi-3-mini-4k-instruct-q4 on cuda \(by the catalogue; its file is not here\)$/m);
    expect(out).toMatch(/^weights +2\.2 GiB +0\.05 GiB +32 of 32 layers on the GPU$/m);
    expect(out).toMatch(/^short lane +3\.0 GiB +– +2 questions of 4,096 tokens each, cache in f16$/m);
    expect(out).toMatch(/^may be used +7\.2 GiB +14\.4 GiB$/m);
    expect(out).toMatch(/^At most: 3 questions of 4096 tokens at once/m);
  });

  it('plans as JSON, for sizes and wishes of any kind', async () => {
    const line = [
      'plan',
      'phi-3-medium-128k-instruct-q4-k-m',
      '--vram',
      '24GB',
      '--sequences',
      '8',
      '--json',
    ];
    const { out } = await run(...line, '--long-context', '65536');
    expect(JSON.parse(out)).toMatchObject({
      from: 'catalogue',
      gpu: 'cuda',
      plan: {
        gpu_layers: 41,
        cache_type: 'q8_0',
        short: { sequences: 8 },
        long: { context_size: expect.any(Number) },
      },
    });
    const small = await run('plan', 'phi-3-medium-4k-instruct-q4-k-m', '--ram', '4GiB');
    expect(small).toMatchObject({ code: 1, out: expect.stringContaining('It does not fit') });
  });

  it('plans a file by its header, without its weights', async () => {
    const header = await readFile(tinyPhi3({ context: 131_072 }));
    const file = join(folder, 'half.gguf');
    await writeFile(file, header.subarray(0, header.length / 2));
    await truncate(file, 5 * 2 ** 30);
    const { stdout } = await promisify(execFile)(process.execPath, [
      program,
      'models',
      'plan',
      file,
      '--vram',
      '8GiB',
      '--json',
    ]);
    expect(JSON.parse(stdout)).toMatchObject({
      model: 'half',
      from: 'file',
      warnings: [expect.stringContaining('no LongRoPE factors')],
      plan: { layers: 2, gpu_layers: 3, long: null },
    });
  });

  it.each([
    ['plan bge-m3-q8-0', 'makes no answers'],
    ['plan gpt-5', 'neither a file nor a model'],
    ['plan phi-3-mini-4k-instruct-q4 --vram much', 'no size of memory'],
    ['plan phi-3-mini-4k-instruct-q4 --gpu cuda', 'needs the size of its memory'],
    ['plan phi-3-mini-4k-instruct-q4 --gpu tpu', '--gpu is one of'],
    ['plan phi-3-mini-4k-instruct-q4 --sequences none', 'whole number'],
  ])('says what is wrong with "%s"', async (line, message) => {
    expect(await run(...line.split(' '))).toMatchObject({ code: 1, err: expect.stringContaining(message) });
  });

  it('prints the tables that the documentation shows', async () => {
    const { out } = await run('plan');
    expect(words(await readFile('docs/models.md', 'utf8'))).toContain(words(out));
  });

  it.each(['', 'fetch', 'list --yaml'])('explains itself when it does not understand "%s"', async (line) => {
    const args = line.split(' ').filter(Boolean);
    expect(await run(...args)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('kotae models'),
    });
  });

  it('names the variable that is wrong', async () => {
    environment['HF_ENDPOINT'] = 'not a url';
    expect(await run('list')).toMatchObject({ code: 1, err: expect.stringContaining('HF_ENDPOINT') });
  });

  it('is a program that Ctrl-C stops without losing what has arrived', async () => {
    hub.serve(served, { content });
    hub.misbehave({ kind: 'stall', afterBytes: 150_000 });
    const child = spawn(process.execPath, [program, 'models', 'pull', uri], {
      env: { ...process.env, ...environment },
    });
    child.stderr.once('data', () => child.kill('SIGINT'));
    expect(await once(child, 'exit')).toEqual([130, null]);
    expect(await readdir(join(folder, 'maker/model-GGUF'))).toEqual([
      'model.Q4.gguf.part',
      'model.Q4.gguf.part.json',
    ]);
    expect(await run('pull', uri)).toMatchObject({ code: 0, err: expect.stringContaining('going on after') });
    expect(await readFile(join(folder, 'maker/model-GGUF/model.Q4.gguf'))).toEqual(content);
  });
});
