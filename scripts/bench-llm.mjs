#!/usr/bin/env node
// `npm run bench:llm -- --model file.gguf [--peer http://127.0.0.1:8080]`: needs no servers, only what is built.
import { join } from 'node:path';
import { root } from './paths.mjs';
import { run } from './process/run.mjs';
import { prepare } from './setup/prepare.mjs';

await prepare((line) => console.error(line));
const main = ['--enable-source-maps', join(root, 'dist/bench/llm.js'), ...process.argv.slice(2)];
await run(process.execPath, main, { cwd: root, env: process.env }).catch(() => (process.exitCode = 1));
