import { worthReading } from './worth-reading.js';

function png(width: number, height: number): Uint8Array {
  const head = Buffer.alloc(24);
  head.write('\u0089PNG\r\n\u001A\n', 'latin1');
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return head;
}

function jpeg(width: number, height: number): Uint8Array {
  const head = Buffer.from('ffd8ffe000040000ffc0000b0800000000010000', 'hex');
  head.writeUInt16BE(height, 13);
  head.writeUInt16BE(width, 15);
  return head;
}

describe('worthReading', () => {
  it.each([
    ['a page', png(1600, 2200), true],
    ['an icon', png(64, 64), false],
    ['a rule', png(1600, 4), false],
    ['a screenshot', jpeg(800, 600), true],
    ['a bullet', jpeg(16, 16), false],
    ['a small TIFF', Buffer.from('II*\0'), false],
    ['no picture', Buffer.from('<svg/>'.repeat(2000)), false],
  ])('%s: %#', (_, bytes, worth) => {
    expect(worthReading(bytes)).toBe(worth);
  });
});
