import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listCatalogue } from './list-catalogue.js';

const GiB = 2 ** 30;
const MODEL = 'phi-3-mini-4k-instruct-q4';

describe('the catalogue of a worker', () => {
  const modelsFolder = mkdtempSync(join(tmpdir(), 'kotae-models-'));
  afterAll(() => rmSync(modelsFolder, { recursive: true }));

  const settings = {
    modelsFolder,
    KOTAE_SEQUENCES: 4,
    KOTAE_LONG_CONTEXT: 0,
    KOTAE_KV_CACHE: 'auto' as const,
  };
  const planOn = async (machine: Parameters<typeof listCatalogue>[1]) => {
    const models = await listCatalogue(settings, machine);
    return models.find(({ id }) => id === MODEL)?.plan;
  };

  it('plans models for the RAM where the CPU computes', async () => {
    const plan = await planOn({ gpu: 'cpu', vram: 0, ram: 24 * GiB });
    expect(plan).toMatchObject({ usable_bytes: 24 * GiB, short: { sequences: 4, context_size: 4096 } });
    expect(plan?.needed_bytes).toBeGreaterThan(6 * GiB);
  });

  it('plans models for the memory of the GPU where one computes', async () => {
    const plan = await planOn({ gpu: 'cuda', vram: 7 * GiB, ram: 64 * GiB });
    expect(plan).toMatchObject({ usable_bytes: 7 * GiB, short: { context_size: 4096 } });
    expect(plan?.short?.sequences).toBeLessThan(4);
    expect(plan?.needed_bytes).toBeLessThanOrEqual(7 * GiB);
  });

  it('plans nothing where the memory is not known', async () => {
    expect(await planOn(null)).toBeNull();
  });
});
