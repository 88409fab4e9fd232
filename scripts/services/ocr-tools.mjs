import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetchDebianPackages } from './debian-packages.mjs';
import { which } from './which.mjs';

const PACKAGES = ['tesseract-ocr', 'tesseract-ocr-jpn', 'tesseract-ocr-jpn-vert', 'poppler-utils'];
/** What is run, and so must be there. */
const PROGRAMS = ['tesseract', 'pdftoppm', 'pdfimages'];

/** Where {@link fetchOcrTools} puts the programs. @param {string} toolsDir */
export function ocrToolsFolder(toolsDir) {
  return join(toolsDir, 'ocr-bin');
}

/**
 * Tesseract with English and Japanese data, and poppler's tools, from Debian's packages, where they are not installed:
 * unpacked under `toolsDir`, each behind a script that names its libraries and data.
 *
 * @param {{ toolsDir: string, say: (line: string) => void }} options
 * @returns {Promise<string | undefined>} the folder with the programs; undefined where none is needed, or there is no apt
 */
export async function fetchOcrTools({ toolsDir, say }) {
  if (PROGRAMS.every((name) => which(name))) return undefined;
  const fetched = await fetchDebianPackages({
    folder: join(toolsDir, 'ocr'),
    packages: PACKAGES,
    what: 'Tesseract and poppler, which read pictures and scans,',
    say,
  });
  if (!fetched) return undefined;
  const bin = ocrToolsFolder(toolsDir);
  mkdirSync(bin, { recursive: true, mode: 0o755 });
  for (const name of PROGRAMS) {
    const script = join(bin, name);
    const settings = `LD_LIBRARY_PATH='${fetched.libraryPath}' TESSDATA_PREFIX='${languageData(fetched.folder)}'`;
    writeFileSync(script, `#!/bin/sh\n${settings} exec '${join(fetched.folder, 'usr/bin', name)}' "$@"\n`);
    chmodSync(script, 0o755);
  }
  return bin;
}

/** The folder with the languages' data, named after Tesseract's version. @param {string} folder */
function languageData(folder) {
  const data = join(folder, 'usr/share/tesseract-ocr');
  const [version = ''] = existsSync(data) ? readdirSync(data) : [];
  return join(data, version, 'tessdata');
}
