import { execFile } from 'node:child_process';
import { mkdir, readdir, statfs } from 'node:fs/promises';
import { promisify } from 'node:util';
import { formatBytes } from '../../command/terminal.js';
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

export const recognition: Check = {
  name: 'text_recognition',
  async *look({ installation: { searchPath } }) {
    const options = { timeout: 10_000, env: { PATH: searchPath } };
    const listed = await promisify(execFile)('tesseract', ['--list-langs'], options).catch(() => null);
    const missing = ['eng', 'jpn'].filter((language) => !listed?.stdout.split(/\s+/).includes(language));
    if (missing.length === 0) return;
    yield {
      severity: 'info',
      what: listed
        ? `Tesseract lacks the languages ${missing.join(' and ')}.`
        : 'Tesseract is not installed: images and scanned PDFs cannot be read.',
      remedy: 'apt-get install tesseract-ocr tesseract-ocr-jpn tesseract-ocr-jpn-vert poppler-utils',
    };
  },
};
