import { format } from './event-streams.js';

describe('format', () => {
  it('writes an event of which every field is one line', () => {
    const written = format({
      id: '1-0',
      type: 'delta',
      data: { offset: 0, text: 'a\nb\r\u2028c\n\ndata: x' },
    });
    expect(written.endsWith('\n\n')).toBe(true);
    const lines = written.slice(0, -2).split(/[\n\r]/);
    expect(lines.map((line) => line.split(':')[0])).toEqual(['id', 'event', 'data']);
    expect(JSON.parse(lines[2]?.slice('data: '.length) ?? '')).toEqual({
      offset: 0,
      text: 'a\nb\r\u2028c\n\ndata: x',
    });
  });
});
