import type { StreamedEvent, StreamEntry } from '#contracts';
import * as fc from 'fast-check';
import { AnswerReplay, compareIds } from './answer-replay.js';

const delta = (offset: number, text: string, epoch = 1, run = 0): StreamEntry => ({
  epoch,
  run,
  event: { type: 'delta', data: { offset, text } },
});
const status = (attempt: number): StreamEntry => ({
  epoch: attempt,
  run: 0,
  event: { type: 'status', data: { status: 'running', attempt } },
});

/** Reads a whole stream as a follower does: from the start once more whenever the replay asks for it. */
function readAll(replay: AnswerReplay, entries: StreamEntry[]): StreamedEvent[] {
  const out: StreamedEvent[] = [];
  for (let i = 0; i < entries.length; i++) {
    const event = replay.take(`${i + 1}-0`, entries[i] ?? null);
    if (event) out.push(event);
    if (replay.startsOver()) i = -1;
  }
  return out;
}

/** What a client makes of the events; fails on a hole. */
function assemble(events: StreamedEvent[]): string {
  let text = '';
  for (const event of events) {
    if (event.type !== 'delta') continue;
    expect(event.data.offset).toBeLessThanOrEqual(text.length);
    text = text.slice(0, event.data.offset) + event.data.text;
  }
  return text;
}

describe('AnswerReplay', () => {
  it('begins the text anew when another generator has taken over, and mixes nothing of the two', () => {
    const entries = [
      status(1),
      delta(0, 'Half an ans', 1),
      delta(0, 'Quo', 1, 1),
      delta(11, 'wer', 1),
      delta(3, 'ted.', 1, 1),
    ];
    const out = readAll(new AnswerReplay(1), entries);
    expect(out.flatMap((event) => (event.type === 'delta' ? [event.data] : []))).toEqual([
      { offset: 0, text: 'Half an ans' },
      { offset: 0, text: 'Quo' },
      { offset: 3, text: 'ted.' },
    ]);
    expect(assemble(out)).toBe('Quoted.');
  });

  it('passes on what is new, in order', () => {
    const out = readAll(new AnswerReplay(1), [status(1), delta(0, 'ab'), delta(2, 'c')]);
    expect(out.map((event) => event.type)).toEqual(['status', 'delta', 'delta']);
    expect(assemble(out)).toBe('abc');
  });

  it('trims text that it has passed on before', () => {
    const out = readAll(new AnswerReplay(1), [delta(0, 'abc'), delta(1, 'bcd'), delta(0, 'ab')]);
    expect(out).toEqual([delta(0, 'abc').event, delta(3, 'd').event]);
  });

  it('ignores attempts older than the newest', () => {
    const out = readAll(new AnswerReplay(1), [
      delta(0, 'old', 1),
      delta(0, 'new', 2),
      delta(3, 'er', 1),
      status(1),
    ]);
    expect(out).toEqual([delta(0, 'old').event, delta(0, 'new').event]);
  });

  it('ignores entries that it cannot read', () => {
    expect(new AnswerReplay(1).take('1-0', null)).toBeNull();
  });

  it('starts over once for a hole, and then holds back what lies behind it', () => {
    const replay = new AnswerReplay(1);
    expect(replay.take('1-0', delta(5, 'f'))).toBeNull();
    expect(replay.startsOver()).toBe(true);
    expect(replay.position).toBe('0-0');
    expect(replay.take('1-0', delta(5, 'f'))).toBeNull();
    expect(replay.startsOver()).toBe(false);
    expect(replay.take('2-0', delta(0, 'abcdefg'))).toEqual(delta(0, 'abcdefg').event);
  });

  it('repeats no event when it starts over', () => {
    const out = readAll(new AnswerReplay(1), [status(1), delta(0, 'a'), delta(9, 'z'), delta(1, 'b')]);
    expect(out).toEqual([status(1).event, delta(0, 'a').event, delta(1, 'b').event]);
  });

  it('gives nothing out up to the entry that the client has seen, but knows its text', () => {
    const out = readAll(new AnswerReplay(1, '2-0'), [status(1), delta(0, 'ab'), delta(0, 'abc'), status(1)]);
    expect(out).toEqual([delta(2, 'c').event, status(1).event]);
  });

  it('never leaves a hole, whatever is lost, repeated or given up', () => {
    const answer = 'これは長い答えです。It goes on.';
    const piece = fc.record({
      epoch: fc.integer({ min: 1, max: 3 }),
      start: fc.nat(answer.length),
      length: fc.nat(8),
    });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const entries = pieces.map(({ epoch, start, length }) =>
          delta(start, answer.slice(start, start + length), epoch),
        );
        const text = assemble(readAll(new AnswerReplay(1), entries));
        expect(answer.startsWith(text)).toBe(true);
      }),
    );
  });
});

describe('compareIds', () => {
  it('compares numbers, not text', () => {
    expect(compareIds('9-0', '10-0')).toBeLessThan(0);
    expect(compareIds('10-10', '10-9')).toBeGreaterThan(0);
    expect(compareIds('10-1', '10-1')).toBe(0);
  });
});
