// `npm run lockfile`: whether package-lock.json lists every optional package of its packages. npm leaves out those of
// other platforms when it cannot see them, and `npm ci` then refuses the file on every machine.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.mjs';

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
  Object.keys(optionalDependencies)
    .filter((name) => !isListed(path, name))
    .map((name) => `${name}, which ${path || 'package.json'} may use`),
);
if (missing.length > 0) {
  console.error(`package-lock.json lacks:\n${missing.map((line) => `  ${line}`).join('\n')}`);
  process.exitCode = 1;
}

/** Whether Node would find the package from that folder: in its node_modules or in one above it. */
function isListed(path, name) {
  for (
    let folder = path;
    ;
    folder = folder.slice(0, folder.lastIndexOf('node_modules/')).replace(/\/$/, '')
  ) {
    if (packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]) return true;
    if (folder === '') return false;
  }
}
