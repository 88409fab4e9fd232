/** Pictures that Tesseract reads: magic bytes, offset, media type. */
const pictures: [magic: string, offset: number, type: string][] = [
  ['\u0089PNG\r\n', 0, 'image/png'],
  ['\u00FF\u00D8\u00FF', 0, 'image/jpeg'],
  ['II*\0', 0, 'image/tiff'],
  ['MM\0*', 0, 'image/tiff'],
  ['GIF8', 0, 'image/gif'],
  ['WEBP', 8, 'image/webp'],
];

/** The media type of a picture, by its first bytes; null for any other file. */
export function pictureType(head: Uint8Array): string | null {
  const start = Buffer.from(head).toString('latin1');
  return pictures.find(([magic, offset]) => start.startsWith(magic, offset))?.[2] ?? null;
}
