import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { run } from '../process/run.mjs';

/** What the page is made of. */
const SOURCE_FOLDERS = ['apps/web', 'libs/client/src'];
const STAMP = join(root, 'dist/.kotae-page.json');

/**
 * Builds the page (apps/web) to static files in dist/web when its sources or the packages have changed.
 *
 * @param {(line: string) => void} say
 */
export async function buildPage(say) {
  const wanted = fingerprint();
  if (existsSync(join(root, 'dist/web/index.html')) && builtOf() === wanted) return;
  rmSync(STAMP, { force: true });
  say('building the page');
  const vite = ['node_modules/vite/bin/vite.js', 'build', 'apps/web', '--logLevel', 'warn'];
  await run(process.execPath, vite, { cwd: root }).catch((cause) => {
    throw new Error('the build of the page failed, see above', { cause });
  });
  writeFileSync(STAMP, JSON.stringify({ fingerprint: wanted }));
}

function fingerprint() {
  const files = SOURCE_FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.spec.ts'))
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1)),
  );
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', ...files.sort((a, b) => (a < b ? -1 : 1))])
    hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/** What dist/web was built from, as a hash; undefined when there is none. */
function builtOf() {
  try {
    return JSON.parse(readFileSync(STAMP, 'utf8')).fingerprint;
  } catch {
    return undefined;
  }
}
