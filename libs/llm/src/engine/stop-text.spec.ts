import { array, assert, constantFrom, property, string } from 'fast-check';
import { StopText } from './stop-text.js';

describe('StopText', () => {
  it('ends before a stop string that comes in pieces', () => {
    expect(cut(['One. ', 'EN', 'D', ' more'], ['END'])).toEqual({
      text: 'One. ',
      stopped: true,
      emitted: 'One. ',
    });
  });

  it('lets through what only began like a stop string', () => {
    expect(cut(['a E', 'N x'], ['END'])).toEqual({ text: 'a EN x', stopped: false, emitted: 'a EN x' });
    expect(cut(['a EN'], ['END']).text).toBe('a EN');
  });

  it('cuts exactly where a whole text would be cut, however it comes', () => {
    const letters = string({ unit: constantFrom('a', 'b', 'c') });
    const stop = string({ unit: constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 3 });
    assert(
      property(array(letters), array(stop, { maxLength: 3 }), (pieces, stops) => {
        const whole = pieces.join('');
        const text = firstStop(whole, stops);
        expect(cut(pieces, stops)).toEqual({
          text,
          stopped: text !== whole || endsIn(whole, stops),
          emitted: text,
        });
      }),
    );
  });
});

function cut(pieces: string[], stops: string[]): { text: string; stopped: boolean; emitted: string } {
  let emitted = '';
  const stop = new StopText(stops, (text) => (emitted += text));
  for (const piece of pieces) stop.push(piece);
  stop.end();
  return { text: stop.text, stopped: stop.stopped, emitted };
}

/** The same, letter by letter: a text is cut as soon as it ends in a stop string, the longest one. */
function firstStop(whole: string, stops: string[]): string {
  const longestFirst = stops.toSorted((a, b) => b.length - a.length);
  for (let length = 1; length <= whole.length; length++) {
    const stop = longestFirst.find((candidate) => whole.slice(0, length).endsWith(candidate));
    if (stop !== undefined) return whole.slice(0, length - stop.length);
  }
  return whole;
}

function endsIn(whole: string, stops: string[]): boolean {
  return stops.some((stop) => whole.includes(stop));
}
