// `npm run generate`: writes the API's OpenAPI document and the client's types from what the API's features say of
// their own calls. With `--check` it writes nothing and fails when a file is stale. It reads the API's sources, so that
// nothing has to be built first (see package.json for how it is run).
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import openapiTypes, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';
import { buildDocument } from '../../apps/api/src/openapi/build-document.ts';
import { operations } from '../../apps/api/src/openapi/operations.ts';
import { root } from '../paths.mjs';

const HEADER = '// Written by `npm run generate` from ../openapi.json; changes by hand are lost.\n\n';

const document = buildDocument(operations);
const files = {
  [join(root, 'libs/client/openapi.json')]: JSON.stringify(document),
  [join(root, 'libs/client/src/openapi.ts')]: HEADER + astToString(await openapiTypes(document)),
};

const stale = [];
for (const [file, content] of Object.entries(files)) {
  const wanted = await format(content, { ...(await resolveConfig(file)), filepath: file });
  if (wanted === readOr(file)) continue;
  stale.push(relative(root, file));
  if (!process.argv.includes('--check')) writeFileSync(file, wanted);
}
if (stale.length > 0 && process.argv.includes('--check')) {
  console.error(`stale: ${stale.join(', ')}; run: npm run generate`);
  process.exitCode = 1;
}

/** @param {string} file */
function readOr(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
