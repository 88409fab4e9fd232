import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { run } from '../process/run.mjs';
import { buildPage } from './build-page.mjs';

const DIST = join(root, 'dist');
const STAMP = join(DIST, '.kotae-build.json');
const SOURCE_FOLDERS = ['apps', 'libs', 'bench', 'eval'];
const SETTINGS = [
  'package.json',
  'package-lock.json',
  'nest-cli.json',
  'tsconfig.json',
  'tsconfig.build.json',
];

/**
 * Builds when a source differs from what dist was built from (times do not matter: archives and clones change them).
 * The compiler works incrementally; after files have vanished everything is built anew, so that nothing stale is left.
 *
 * @param {(line: string) => void} say
 */
export async function build(say) {
  await compile(say);
  await buildPage(say);
}

/** Compiles everything but the page, which has a build of its own. @param {(line: string) => void} say */
async function compile(say) {
  const sources = listSources();
  sources.sort((a, b) => (a < b ? -1 : 1));
  const wanted = fingerprint(sources);
  const built = readStamp();
  const complete = sources
    .filter(isCompiled)
    .every((file) => existsSync(join(DIST, file.replace(/\.ts$/, '.js'))));
  if (complete && built?.fingerprint === wanted) return;

  const current = new Set(sources);
  if (!complete || !built?.sources.every((file) => current.has(file)))
    rmSync(DIST, { recursive: true, force: true });
  else rmSync(STAMP);
  say('building');
  await run(process.execPath, ['node_modules/@nestjs/cli/bin/nest.js', 'build'], { cwd: root }).catch(
    (cause) => {
      throw new Error('the build failed, see above', { cause });
    },
  );
  writeFileSync(STAMP, JSON.stringify({ fingerprint: wanted, sources }));
}

/** Files below the source folders that the build reads, relative to the root. */
function listSources() {
  return SOURCE_FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.spec.ts'))
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1))
      .filter((file) => !file.startsWith('apps/web/')),
  );
}

/** @param {string} file */
function isCompiled(file) {
  return file.endsWith('.ts') && !file.endsWith('.d.ts');
}

/** @param {string[]} sources */
function fingerprint(sources) {
  const hash = createHash('sha256');
  for (const file of [...SETTINGS, ...sources])
    hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/** What the build was made of, as a hash; undefined when there is none by {@link build}. */
export function builtFingerprint() {
  return readStamp()?.fingerprint;
}

/** @returns {{ fingerprint: string, sources: string[] } | undefined} */
function readStamp() {
  try {
    return JSON.parse(readFileSync(STAMP, 'utf8'));
  } catch {
    return undefined;
  }
}
