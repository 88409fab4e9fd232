import { type LaneDemand, planLanes } from './plan-lanes.js';

/** One byte per token of context: sizes and bytes are the same numbers. */
const plan = (demand: Partial<LaneDemand>) =>
  planLanes({
    modelContext: 131_072,
    sequences: 2,
    longContext: 32_768,
    freeBytes: 1e9,
    estimate: (contextSize, sequences) => Promise.resolve(contextSize * sequences),
    ...demand,
  });

describe('planLanes', () => {
  it('gives both lanes what was asked for when memory allows', async () => {
    expect(await plan({})).toEqual({
      short: { name: 'short', sequences: 2, contextSize: 4096 },
      long: { name: 'long', sequences: 1, contextSize: 32_768 },
    });
  });

  it('makes no long lane for a model of 4,096 tokens', async () => {
    expect((await plan({ modelContext: 4096 }))?.long).toBeNull();
  });

  it('makes no long lane when none is wanted', async () => {
    expect((await plan({ longContext: 0 }))?.long).toBeNull();
  });

  it('shortens the long lane to what the short one leaves', async () => {
    const lanes = await plan({ freeBytes: 8192 + 20_000 });
    expect(lanes?.long?.contextSize).toBe(19 * 1024);
  });

  it('gives up a long lane that would hold no more than a short sequence', async () => {
    expect((await plan({ freeBytes: 8192 + 5000 }))?.long).toBeNull();
    expect((await plan({ freeBytes: 8192 + 5120 }))?.long?.contextSize).toBe(5120);
  });

  it('gives up sequences, then context, before it gives up', async () => {
    expect((await plan({ freeBytes: 5000 }))?.short).toEqual({
      name: 'short',
      sequences: 1,
      contextSize: 4096,
    });
    expect((await plan({ freeBytes: 3000 }))?.short).toEqual({
      name: 'short',
      sequences: 1,
      contextSize: 2048,
    });
    expect(await plan({ freeBytes: 1000 })).toBeNull();
  });

  it("stays within the model's own context", async () => {
    expect((await plan({ modelContext: 2048 }))?.short.contextSize).toBe(2048);
    expect((await plan({ modelContext: 8192 }))?.long?.contextSize).toBe(8192);
  });
});
