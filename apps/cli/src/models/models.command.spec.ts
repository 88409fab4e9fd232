import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalHub } from '../../../../test/support/local-hub.js';
import { cli, type CliResult } from '../../../../test/support/cli.js';

const content = Buffer.concat([Buffer.from('GGUF'), Buffer.alloc(200_000, 'model bytes ')]);
const sha256 = createHash('sha256').update(content).digest('hex');
const uri = 'hf:maker/model-GGUF/model.Q4.gguf';
const served = 'maker/model-GGUF/resolve/main/model.Q4.gguf';

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
    const program = join(__dirname, '../../../../dist/apps/cli/src/main.js');
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
