#!/usr/bin/env node
// `npm run eval -- run|…`: measures the quality of search and answers; see docs/quality.md.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { dataDir, root } from './paths.mjs';
import { builtFingerprint } from './setup/build.mjs';
import { prepare } from './setup/prepare.mjs';
import { findInstance } from './start/instance.mjs';

await prepare((line) => console.error(line));
const url = process.env.KOTAE_URL ?? findInstance(dataDir)?.url;
const child = spawn(
  process.execPath,
  ['--enable-source-maps', join(root, 'dist/eval/main.js'), ...process.argv.slice(2)],
  {
    env: {
      ...process.env,
      KOTAE_DATA_DIR: dataDir,
      KOTAE_BUILD: builtFingerprint()?.slice(0, 12),
      ...(url !== undefined && { KOTAE_URL: url }),
    },
    stdio: 'inherit',
  },
);
// Ctrl-C reaches it without our help; what has been measured is on disk.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => void (signal !== 'SIGINT' && child.kill(signal)));
}
child.once('exit', (code) => process.exit(code ?? 1));
