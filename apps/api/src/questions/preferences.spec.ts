import { preferredWait } from './preferences.js';

describe('preferredWait', () => {
  it.each([
    ['wait=10', 10],
    ['respond-async, wait=5', 5],
    ['Wait = "7"; foo', 7],
    ['wait=0', 0],
    ['wait=100000', 120],
    ['wait=3, wait=9', 3],
  ])('understands %s', (header, seconds) => {
    expect(preferredWait(header)).toBe(seconds);
  });

  it.each([undefined, '', 'wait', 'wait=', 'wait=-1', 'wait=soon', 'waits=4', 'wait=1.5'])(
    'ignores %s',
    (header) => {
      expect(preferredWait(header)).toBeNull();
    },
  );
});
