import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { catalogue, findEntry, modelFileName, modelKinds, recommendedModels } from './catalogue.js';
import type { CatalogueEntry } from './catalogue-entry.js';
import { findInstalledModel, locateModel, resolveModel } from './resolve-model.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kotae-models-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

function known(id: string): CatalogueEntry {
  const entry = findEntry(id);
  if (entry === undefined) throw new Error(`${id} has left the catalogue`);
  return entry;
}

/** Puts a file of the right size where the model belongs; it is sparse and takes no room. */
async function install(id: string, sizeBytes = known(id).sizeBytes): Promise<string> {
  const path = join(folder, modelFileName(known(id)));
  await writeFile(path, '');
  await truncate(path, sizeBytes);
  return path;
}

const phi3 = recommendedModels.generator;

describe('resolveModel', () => {
  it('finds a model of the catalogue by id, in any letter case', async () => {
    const path = await install(phi3);
    const found = await resolveModel(phi3.toUpperCase(), 'generator', { folder });
    expect(found).toMatchObject({ id: phi3, path, kind: 'generator', entry: { id: phi3 } });
  });

  it('finds it by its hub address, with and without the revision', async () => {
    const path = await install(phi3);
    const { repository, file, revision } = known(phi3).source;
    for (const uri of [`hf:${repository}/${file}`, `hf:${repository}/${file}#${revision}`]) {
      expect(await resolveModel(uri, 'generator', { folder })).toMatchObject({ id: phi3, path });
    }
  });

  it('takes another revision for another model', async () => {
    const { repository, file } = known(phi3).source;
    const uri = `hf:${repository}/${file}#someotherrevision`;
    await expect(resolveModel(uri, 'generator', { folder })).rejects.toMatchObject({
      code: 'model_not_found',
      message: expect.stringContaining(`npm run models -- pull ${uri}`),
    });
  });

  it('keeps a model that the catalogue does not know under its repository', async () => {
    const path = join(folder, 'someone', 'their-GGUF', 'q', 'Model.Q4.gguf');
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, 'GGUF');
    const uri = 'hf:someone/their-GGUF/q/Model.Q4.gguf';
    expect(await resolveModel(uri, 'generator', { folder })).toEqual({
      id: 'Model.Q4',
      path,
      kind: 'generator',
      entry: null,
    });
  });

  it('takes a path as it is, and knows a catalogued file by its name and size', async () => {
    const own = join(folder, 'mine.gguf');
    await writeFile(own, 'GGUF');
    expect(await resolveModel(own, 'generator', { folder })).toMatchObject({
      id: 'mine',
      path: own,
      entry: null,
    });
    const elsewhere = await install('qwen3-embedding-0.6b-q8-0');
    const found = await resolveModel(elsewhere, 'embedder', { folder: '/nowhere' });
    expect(found.entry).toMatchObject({ pooling: 'last', dimensions: 1024 });
  });

  it('says how to fetch a model that is not there', async () => {
    await expect(resolveModel(phi3, 'generator', { folder })).rejects.toMatchObject({
      code: 'model_not_found',
      message: expect.stringContaining(`npm run models -- pull ${phi3}`),
    });
    await expect(resolveModel('no-such-model', 'generator', { folder })).rejects.toMatchObject({
      code: 'model_not_found',
      message: expect.stringContaining('npm run models -- list'),
    });
  });

  it('does not take a file of the wrong size for the model', async () => {
    await install(phi3, 1000);
    await expect(resolveModel(phi3, 'generator', { folder })).rejects.toMatchObject({
      code: 'model_not_found',
      message: expect.stringMatching(/1000 bytes instead of 2393231072.*delete it/),
    });
  });

  it('refuses an embedder where a generator is wanted', async () => {
    await install(recommendedModels.embedder);
    await expect(resolveModel(recommendedModels.embedder, 'generator', { folder })).rejects.toMatchObject({
      code: 'model_unsupported',
    });
  });

  it.each([
    'hf:',
    'hf:owner/model',
    'hf:owner/model/readme.md',
    'hf:../../etc/x.gguf',
    'hf:a/b/../c.gguf',
    'hf:a/b/c.gguf#..',
  ])('refuses the malformed hub address %s', async (uri) => {
    await expect(resolveModel(uri, 'generator', { folder })).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });
});

describe('findInstalledModel', () => {
  it('finds nothing in an empty or missing folder', async () => {
    expect(await findInstalledModel('generator', { folder })).toBeNull();
    expect(await findInstalledModel('embedder', { folder: join(folder, 'missing') })).toBeNull();
  });

  it('prefers the recommended model, and takes any other of that kind', async () => {
    await install('phi-3.5-mini-instruct-q4-k-m');
    await install(recommendedModels.embedder);
    expect(await findInstalledModel('generator', { folder })).toMatchObject({
      id: 'phi-3.5-mini-instruct-q4-k-m',
    });
    await install(phi3);
    expect(await findInstalledModel('generator', { folder })).toMatchObject({ id: phi3, kind: 'generator' });
  });

  it('passes over a file that is not whole', async () => {
    await install(phi3, 5);
    expect(await findInstalledModel('generator', { folder })).toBeNull();
  });
});

describe('catalogue', () => {
  it('names models, files and folders without collisions', () => {
    for (const key of [
      (entry: CatalogueEntry) => entry.id,
      (entry: CatalogueEntry) => modelFileName(entry).toLowerCase(),
    ]) {
      expect(new Set(catalogue.map(key)).size).toBe(catalogue.length);
    }
  });

  it('recommends one model of each kind, whose size and hash are known', () => {
    for (const kind of modelKinds) {
      expect(known(recommendedModels[kind])).toMatchObject({ kind, sizeIsExact: true });
      expect(known(recommendedModels[kind]).sha256).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  it('gives every embedder a rule that tells questions from passages, or none at all', () => {
    const rules = catalogue.flatMap((entry) => (entry.kind === 'embedder' ? [entry] : []));
    for (const { queryPrefix, passagePrefix } of rules) {
      expect(queryPrefix === '' && passagePrefix === '' ? 'none' : queryPrefix).not.toBe(passagePrefix);
      expect(passagePrefix.split('{title}').length).toBeLessThanOrEqual(2);
    }
  });

  it('says where no hash is on record', () => {
    const unknown = catalogue.filter(({ sha256 }) => sha256 === null).map(({ note }) => note);
    expect(unknown).toEqual(unknown.map(() => expect.stringContaining('No independent SHA-256')));
    const hashes = catalogue.flatMap(({ sha256 }) => sha256 ?? []);
    expect(hashes).toEqual(hashes.map(() => expect.stringMatching(/^[0-9a-f]{64}$/)));
  });

  it('has addresses that lead back to the same model', () => {
    for (const entry of catalogue) {
      const { repository, file, revision } = entry.source;
      expect(locateModel(`hf:${repository}/${file}#${revision}`, { folder })).toMatchObject({ entry });
    }
  });
});
