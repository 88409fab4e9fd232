import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { toolEnvironment } from './run-tool.js';

/** What this machine offers to read text from pictures. */
export interface OcrTools {
  /** Tesseract's languages; null where it is not installed. */
  languages: string[] | null;
  /** Whether poppler's tools can make pictures of a PDF's pages. */
  poppler: boolean;
}

/** What to install, in the names of Debian and Ubuntu. */
export const INSTALL_OCR =
  'apt-get install tesseract-ocr tesseract-ocr-jpn tesseract-ocr-jpn-vert poppler-utils';

/** Asks once per minute, so that tools installed meanwhile are found without a restart. */
const ASK_AGAIN_MS = 60_000;

let asked: { at: number; tools: Promise<OcrTools> } | undefined;

/** What is installed now. */
export function ocrTools(): Promise<OcrTools> {
  if (!asked || Date.now() - asked.at > ASK_AGAIN_MS) asked = { at: Date.now(), tools: ask() };
  return asked.tools;
}

async function ask(): Promise<OcrTools> {
  const [tesseract, poppler] = await Promise.all([
    run('tesseract', ['--list-langs']),
    run('pdftoppm', ['-v']),
  ]);
  const languages = tesseract?.split(/\s+/u).filter((word) => /^[a-z]{3}(?:_[a-z]+)?$/u.test(word)) ?? null;
  return { languages, poppler: poppler !== null };
}

async function run(file: string, args: string[]): Promise<string | null> {
  try {
    return (
      await promisify(execFile)(file, args, { env: toolEnvironment, timeout: 10_000, killSignal: 'SIGKILL' })
    ).stdout;
  } catch {
    return null;
  }
}
