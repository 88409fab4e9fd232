import { setTimeout as sleep } from 'node:timers/promises';
import { StepClock, type Effort } from './step-clock.js';

describe('StepClock', () => {
  it('counts what is done inside something else for the inner one alone', async () => {
    const spent: [Effort, number][] = [];
    const clock = new StepClock((effort, ms) => void spent.push([effort, ms]));
    const began = performance.now();
    await clock.time('parse', async () => {
      await clock.time('save', () => sleep(30));
      await sleep(5);
    });
    const whole = performance.now() - began;
    expect(spent.map(([effort]) => effort)).toEqual(['parse', 'save', 'parse']);
    const sum = (wanted: Effort) =>
      spent.reduce((all, [effort, ms]) => all + (effort === wanted ? ms : 0), 0);
    expect(sum('save')).toBeGreaterThanOrEqual(29);
    expect(sum('parse')).toBeGreaterThanOrEqual(4);
    expect(sum('save') + sum('parse')).toBeLessThanOrEqual(whole);
  });

  it('counts what failed, and goes on', async () => {
    const spent: Effort[] = [];
    const clock = new StepClock((effort) => void spent.push(effort));
    await expect(clock.time('index', () => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
    await clock.time('embed', () => Promise.resolve());
    expect(spent).toEqual(['index', 'embed']);
  });
});
