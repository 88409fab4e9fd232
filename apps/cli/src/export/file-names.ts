/** What no file system that people unpack an export on takes in a name, and what our own syntax needs. */
const FORBIDDEN = /[<>:"|?*\\%]|\p{Cc}/gu;
/** Devices to Windows, whatever follows the dot. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/iu;
/** Longest name of one file or folder, in bytes of UTF-8, with room for a suffix. */
const MAX_BYTES = 200;

/**
 * Gives each document a path below the export's folder: its name, as far as every file system takes that. No path leaves
 * the folder or is hidden, and no two are the same on systems that do not tell upper from lower case.
 */
export class FileNames {
  /** Folded paths that are files, and that are folders. */
  private readonly files = new Set<string>();
  private readonly folders = new Set<string>();

  /** @param id tells documents apart whose names come out the same */
  next(name: string, id: string): string {
    const segments = name.split('/').map(safe);
    const plain = segments.join('/');
    const path = this.isFree(segments) ? plain : `${safe(plain.replaceAll('/', '_'))}~${id.slice(0, 8)}`;
    const parts = fold(path).split('/');
    this.files.add(parts.join('/'));
    for (let depth = 1; depth < parts.length; depth++) this.folders.add(parts.slice(0, depth).join('/'));
    return path;
  }

  private isFree(segments: string[]): boolean {
    const parts = fold(segments.join('/')).split('/');
    const above = parts.slice(0, -1).map((_, depth) => parts.slice(0, depth + 1).join('/'));
    const whole = parts.join('/');
    return !this.files.has(whole) && !this.folders.has(whole) && !above.some((path) => this.files.has(path));
  }
}

function safe(segment: string): string {
  let text = segment.replace(FORBIDDEN, (character) =>
    Array.from(Buffer.from(character), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(
      '',
    ),
  );
  while (Buffer.byteLength(text) > MAX_BYTES) text = Array.from(text).slice(0, -1).join('');
  // Hidden and temporary names are no documents to a sync; Windows drops dots and blanks at the end.
  text = text.replace(/^[.#~]+/u, (start) => '_'.repeat(start.length)).replace(/[. ~]+$/u, '_');
  return text === '' || DEVICE.test(text) ? `_${text}` : text;
}

function fold(path: string): string {
  return path.normalize('NFKC').toLowerCase();
}
