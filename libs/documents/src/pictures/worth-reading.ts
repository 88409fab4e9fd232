import { pictureType } from '../ocr/picture-type.js';

/** Less than this holds no line of text: rules, bullets, icons, most logos. Pixels. */
const MIN_AREA = 30_000;
const MIN_SIDE = 40;
/** For types whose size is not looked up, bytes. */
const MIN_BYTES = 4096;

/** Whether a file is a picture that Tesseract reads, and large enough to show text. */
export function worthReading(bytes: Uint8Array): boolean {
  const type = pictureType(bytes.subarray(0, 16));
  if (type === null) return false;
  const size = pictureSize(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), type);
  if (!size) return bytes.length >= MIN_BYTES;
  const [width, height] = size;
  return width * height >= MIN_AREA && Math.min(width, height) >= MIN_SIDE;
}

/** Width and height as the file's head says; null for types and files that do not say it simply. */
function pictureSize(bytes: Buffer, type: string): [number, number] | null {
  if (type === 'image/png' && bytes.length >= 24) return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  if (type === 'image/gif' && bytes.length >= 10) return [bytes.readUInt16LE(6), bytes.readUInt16LE(8)];
  return type === 'image/jpeg' ? jpegSize(bytes) : null;
}

/** From the frame header, the first marker 0xC0 to 0xCF that is no table. */
function jpegSize(bytes: Buffer): [number, number] | null {
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1] ?? 0;
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (frame) return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)];
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}
