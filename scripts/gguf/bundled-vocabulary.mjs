import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const bundle = join(root, 'node_modules/node-llama-cpp/llama/gitRelease.bundle');
const cache = join(root, 'node_modules/.cache/kotae');

/**
 * The path of a vocabulary-only GGUF that llama.cpp ships with its sources (MIT), e.g. `ggml-vocab-phi-3.gguf`.
 * node-llama-cpp carries those sources as a git bundle, so this needs `git` but no network.
 */
export function bundledVocabulary(name) {
  const file = join(cache, name);
  if (existsSync(file)) return file;
  mkdirSync(cache, { recursive: true });
  const repository = mkdtempSync(join(tmpdir(), 'kotae-vocabulary-'));
  const git = (...args) =>
    execFileSync('git', ['-C', repository, ...args], {
      maxBuffer: 64 * 2 ** 20,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  try {
    git('init', '-q', '--bare');
    git('fetch', '-q', bundle, 'HEAD');
    // Written beside its place and renamed, so that two processes that do this at once both end with a whole file.
    const temporary = `${file}.${process.pid}.tmp`;
    writeFileSync(temporary, git('show', `FETCH_HEAD:models/${name}`));
    renameSync(temporary, file);
  } finally {
    rmSync(repository, { recursive: true, force: true });
  }
  return file;
}
