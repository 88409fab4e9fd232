import { HangWatch } from './hang-watch.js';

function setUp() {
  const hangs: string[] = [];
  return { hangs, watch: new HangWatch(10_000, (reason) => hangs.push(reason)) };
}

describe('HangWatch', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('lets a process be that shows signs of life', () => {
    const { hangs, watch } = setUp();
    for (let second = 0; second < 100; second++) {
      jest.advanceTimersByTime(1000);
      watch.pulse(second % 10 === 0 ? 0 : 9000);
    }
    expect(hangs).toEqual([]);
    watch.stop();
  });

  it('reports silence, once', () => {
    const { hangs, watch } = setUp();
    jest.advanceTimersByTime(9000);
    watch.pulse(0);
    jest.advanceTimersByTime(9000);
    expect(hangs).toEqual([]);
    jest.advanceTimersByTime(30_000);
    expect(hangs).toEqual(['no sign of life for 10 s']);
  });

  it('reports a computation that does not end although the process lives', () => {
    const { hangs, watch } = setUp();
    watch.pulse(10_000);
    watch.pulse(11_000);
    watch.pulse(12_000);
    expect(hangs).toEqual(['a computation that has taken 11 s']);
  });

  it('says nothing after it was stopped', () => {
    const { hangs, watch } = setUp();
    watch.stop();
    jest.advanceTimersByTime(60_000);
    expect(hangs).toEqual([]);
  });
});
