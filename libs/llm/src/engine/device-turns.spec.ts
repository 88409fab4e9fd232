import { DeviceTurns } from './device-turns.js';

/** Lets lanes take turns of the given lengths and weights until one has had `count`; returns what each has had. */
async function share(lanes: { ms: number; weight: number }[], count: number) {
  const turns = new DeviceTurns();
  const had = lanes.map(() => 0);
  let over = false;
  let holders = 0;
  await Promise.all(
    lanes.map(async ({ ms, weight }, i) => {
      const lane = {};
      await turns.enter(lane);
      while (!over) {
        expect(++holders).toBe(1);
        await Promise.resolve();
        had[i] = (had[i] ?? 0) + ms;
        if (had[i] >= count * ms) over = true;
        holders--;
        if (!over) await turns.again(lane, ms, weight);
      }
      turns.leave(lane);
    }),
  );
  return had;
}

describe('DeviceTurns', () => {
  it('lets one lane have the device at a time, in proportion to the weights', async () => {
    const [light, heavy] = await share(
      [
        { ms: 10, weight: 1 },
        { ms: 5, weight: 4 },
      ],
      200,
    );
    expect(heavy! / light!).toBeGreaterThan(3.7);
    expect(heavy! / light!).toBeLessThan(4.3);
  });

  it('gives a lone lane every turn', async () => {
    expect(await share([{ ms: 10, weight: 1 }], 50)).toEqual([500]);
  });

  it('gives one that comes back after a rest no more than its share', async () => {
    const turns = new DeviceTurns();
    const [busy, rested] = [{}, {}];
    await turns.enter(busy);
    for (let i = 0; i < 100; i++) await turns.again(busy, 10, 1);
    expect(turns.isContended(busy)).toBe(false);
    const order: string[] = [];
    const entered = turns.enter(rested).then(() => order.push('rested'));
    expect(turns.isContended(busy)).toBe(true);
    const again = turns.again(busy, 10, 1).then(() => order.push('busy'));
    await entered;
    const twice = turns.again(rested, 30, 1).then(() => order.push('rested'));
    await again;
    turns.leave(busy);
    await twice;
    expect(order).toEqual(['rested', 'busy', 'rested']);
  });
});
