import { execFile } from 'node:child_process';
import { mkdir, readdir, statfs } from 'node:fs/promises';
import { promisify } from 'node:util';
import { counted, formatBytes } from '../../command/terminal.js';
import type { Check } from '../finding.js';

/** Below this PostgreSQL and uploads soon fail. */
const LEAST_FREE = 1e9;

export const disk: Check = {
  name: 'disk',
  async *look({ installation: { dataDir } }) {
    await mkdir(dataDir, { recursive: true });
    const { bavail, bsize } = await statfs(dataDir);
    const free = bavail * bsize;
    if (free >= LEAST_FREE) return;
    yield {
      severity: 'warning',
      what: `The disk of ${dataDir} has ${formatBytes(free)} left.`,
      remedy: 'Free space on it before uploads fail.',
    };
  },
};

export const models: Check = {
  name: 'models',
  async *look({ installation: { modelsFolder } }) {
    const files = await readdir(modelsFolder, { recursive: true }).catch(() => []);
    if (files.some((file) => file.endsWith('.gguf'))) return;
    yield {
      severity: 'info',
      what: `There is no model in ${modelsFolder}: answers are quotations.`,
      remedy: 'Fetch Phi-3 with "npx kotae models pull".',
    };
  },
};

/** What Tesseract lacks here; null where there is none at all. */
async function missingLanguages(searchPath: string): Promise<string[] | null> {
  const options = { timeout: 10_000, env: { PATH: searchPath } };
  const listed = await promisify(execFile)('tesseract', ['--list-langs'], options).catch(() => null);
  const languages = listed?.stdout.split(/\s+/);
  return languages ? ['eng', 'jpn'].filter((language) => !languages.includes(language)) : null;
}

const INSTALL = 'apt-get install tesseract-ocr tesseract-ocr-jpn tesseract-ocr-jpn-vert poppler-utils';

export const recognition: Check = {
  name: 'text_recognition',
  async *look({ installation: { searchPath } }) {
    const missing = await missingLanguages(searchPath);
    if (missing?.length === 0) return;
    yield {
      severity: 'info',
      what: missing
        ? `Tesseract lacks the languages ${missing.join(' and ')}.`
        : 'Tesseract is not installed: images and scanned PDFs cannot be read.',
      remedy: INSTALL,
    };
  },
};

export const unreadPictures: Check = {
  name: 'unread_pictures',
  async *look({ installation: { searchPath }, texts, drift }) {
    const documents = await texts.withUnreadPictures();
    if (documents.length === 0) return;
    const isInstalled = (await missingLanguages(searchPath)) !== null;
    for (const { id, collection, name, pictures } of documents) {
      yield {
        severity: 'info',
        what: `${collection}/${name}: ${counted(pictures, 'picture')} passed over, since Tesseract was missing.`,
        remedy: isInstalled
          ? 'Repairing has it read again as a new version.'
          : `${INSTALL}; then "doctor --repair" has it read again.`,
        ...(isInstalled && { repair: () => drift.readAgain(id) }),
      };
    }
  },
};
