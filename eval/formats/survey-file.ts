import { execFile } from 'node:child_process';
import { extname } from 'node:path';
import { promisify } from 'node:util';
import { DomainError, type ExtractedText } from '#contracts';
import { extractText } from '#documents';
import { wordOverlap, type Overlap } from './word-overlap.js';

/** What became of one file. */
export interface Surveyed {
  path: string;
  /** By its name, since a file that is refused has no type. */
  format: string;
  /** `read`, or the code of the error. */
  outcome: string;
  /** Why it was refused. */
  message: string | null;
  ms: number;
  pages: number;
  text: string;
  /** Against poppler's `pdftotext`; null for other formats, and where that is missing or refuses the file too. */
  peer: Overlap | null;
  wrong: string | null;
}

const faults =
  /^(?:document_parse_crashed|document_parse_timeout|service_unavailable|not an error of ours)$/u;
/** Below these shares of a peer's words a text counts as wrong; peers differ by hyphens and invisible layers. */
const MIN_FOUND = 0.7;
/** A peer's text of fewer words shows nothing. */
const MIN_WORDS = 5;

/** Whether a file ended in an error that none may cause. */
export function isOurFault({ outcome }: Pick<Surveyed, 'outcome'>): boolean {
  return faults.test(outcome);
}

/** Reads one file as an upload would be, without recognition of pictures unless `ocr`. */
export async function surveyFile(path: string, ocr: boolean): Promise<Surveyed> {
  const began = performance.now();
  const format = extname(path).slice(1).toLowerCase() || 'none';
  const base = { path, format, pages: 0, text: '', message: null, peer: null, wrong: null };
  const read = await extractText({ path, name: path }, { ocr }).catch((error: unknown) => error);
  const ms = Math.round(performance.now() - began);
  const peerText = format === 'pdf' ? await pdfToText(path) : null;
  if (!isText(read)) {
    const known = read instanceof DomainError ? read : null;
    const outcome = known?.code ?? 'not an error of ours';
    const peer = peerText === null ? null : wordOverlap('', peerText);
    const held = outcome === 'document_empty' && peer !== null && peer.words >= MIN_WORDS;
    const wrong = isOurFault({ outcome }) || held ? `refused: ${outcome}` : null;
    return { ...base, outcome, message: String(known?.message ?? read), ms, peer, wrong };
  }
  const peer = peerText === null ? null : wordOverlap(read.text, peerText);
  const poor = peer !== null && peer.words >= MIN_WORDS && peer.found < MIN_FOUND;
  return {
    ...base,
    outcome: 'read',
    ms,
    pages: read.pages.length,
    text: read.text,
    peer,
    wrong: poor ? `holds ${Math.round(peer.found * 100)} % of the peer's words` : null,
  };
}

function isText(read: unknown): read is ExtractedText {
  return typeof read === 'object' && read !== null && 'mediaType' in read;
}

/** What poppler reads, or null where it is not installed or refuses the file. */
async function pdfToText(path: string): Promise<string | null> {
  try {
    const options = { maxBuffer: 2 ** 28, timeout: 60_000, killSignal: 'SIGKILL' as const };
    return (await promisify(execFile)('pdftotext', ['-q', '-enc', 'UTF-8', path, '-'], options)).stdout;
  } catch {
    return null;
  }
}
