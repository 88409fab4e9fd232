import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Programs of Debian that read the same formats, and how they are told to write text to standard output. */
const peers: Record<string, [program: string, args: (path: string) => string[]][]> = {
  pdf: [['pdftotext', (path) => ['-q', path, '-']]],
  docx: [
    ['docx2txt', (path) => [path, '-']],
    ['pandoc', (path) => ['-t', 'plain', path]],
  ],
  html: [
    ['html2text', (path) => ['-utf8', path]],
    ['pandoc', (path) => ['-t', 'plain', path]],
  ],
  md: [['pandoc', (path) => ['-t', 'plain', path]]],
};

/** A program that is installed here, ready to read a file. */
export interface Peer {
  name: string;
  read: (path: string) => Promise<void>;
}

/** The first peer for a format that is installed and reads the file; null where there is none. */
export async function peerFor(format: string, path: string): Promise<Peer | null> {
  for (const [program, args] of peers[format] ?? []) {
    const read = async (file: string) => {
      await promisify(execFile)(program, args(file), { maxBuffer: 2 ** 28 });
    };
    try {
      await read(path);
      return { name: program, read };
    } catch {
      continue;
    }
  }
  return null;
}
