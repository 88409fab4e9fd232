import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Where `npm start` keeps everything that is not source: databases, uploads, models, logs. */
export const dataDir = resolve(process.env.KOTAE_DATA_DIR ?? join(root, '.data'));
