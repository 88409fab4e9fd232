import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogue } from './catalogue.js';
import { writeReceipt } from './model-receipt.js';
import { verifyModel } from './verify-model.js';

let path: string;

beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'kotae-models-')), 'model.gguf');
  await writeFile(path, 'GGUF and more');
});

afterEach(async () => {
  await rm(join(path, '..'), { recursive: true });
});

const sha256 = createHash('sha256').update('GGUF and more').digest('hex');
const receipt = { sha256, sizeBytes: 13, source: 'hf:a/b/c.gguf', checkedAgainst: 'hub' as const };

describe('verifyModel', () => {
  it('compares with the catalogue', async () => {
    const [first] = catalogue;
    const entry = { ...first!, sha256 };
    expect(await verifyModel({ id: 'x', path, entry })).toMatchObject({
      ok: true,
      checkedAgainst: 'catalogue',
    });
    const other = { ...first!, sha256: 'f'.repeat(64) };
    expect(await verifyModel({ id: 'x', path, entry: other })).toMatchObject({ ok: false, sha256 });
  });

  it('compares with the receipt where the catalogue knows no hash', async () => {
    await writeReceipt(path, receipt);
    expect(await verifyModel({ id: 'x', path, entry: null })).toMatchObject({
      ok: true,
      checkedAgainst: 'receipt',
    });
    await writeFile(path, 'GGUF and rot!');
    expect(await verifyModel({ id: 'x', path, entry: null })).toMatchObject({
      ok: false,
      expectedSha256: sha256,
    });
  });

  it('says so when there is nothing to compare with', async () => {
    await writeFile(`${path}.json`, 'not a receipt');
    expect(await verifyModel({ id: 'x', path, entry: null })).toMatchObject({
      ok: true,
      sha256,
      checkedAgainst: 'nothing',
    });
  });

  it('refuses a file that is not there', async () => {
    await expect(verifyModel({ id: 'x', path: `${path}.no`, entry: null })).rejects.toMatchObject({
      code: 'model_not_found',
    });
  });
});
