import { RunningAttempts } from './running-attempts.js';

const owns = (): Promise<boolean> => Promise.resolve(true);

describe('RunningAttempts', () => {
  it('stops the attempt whose question was cancelled, and no other', () => {
    const running = new RunningAttempts();
    const [one, two] = ['one', 'two'].map((id) => running.open(id, undefined, owns));
    running.cancel('one');
    expect([one?.stopReason(), two?.stopReason()]).toEqual(['cancelled', null]);
    for (const attempt of [one, two]) attempt?.end();
  });

  it('cancels an attempt that lost its row as well as its successor', () => {
    const running = new RunningAttempts();
    const both = [running.open('one', undefined, owns), running.open('one', undefined, owns)];
    running.cancel('one');
    expect(both.map((attempt) => attempt.signal.aborted)).toEqual([true, true]);
    for (const attempt of both) attempt.end();
  });

  it('stops an attempt with its lock', () => {
    const lock = new AbortController();
    const attempt = new RunningAttempts().open('one', lock.signal, owns);
    lock.abort();
    expect(attempt.stopReason()).toBe('lost');
    attempt.end();
  });

  it('stops everything at shutdown, also what begins later', () => {
    const running = new RunningAttempts();
    const before = running.open('one', undefined, owns);
    running.stopAll();
    const after = running.open('two', undefined, owns);
    expect([before.stopReason(), after.stopReason()]).toEqual(['shutdown', 'shutdown']);
    for (const attempt of [before, after]) attempt.end();
  });

  it('leaves an attempt alone that is over', () => {
    const running = new RunningAttempts();
    const attempt = running.open('one', undefined, owns);
    attempt.end();
    running.cancel('one');
    expect(attempt.stopReason()).toBeNull();
  });
});
