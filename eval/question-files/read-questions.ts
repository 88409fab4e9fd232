import { readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { DomainError } from '#contracts';
import type { QuestionFile } from './question.js';
import { readJsonl } from './read-jsonl.js';
import { readSquad } from './read-squad.js';

/**
 * Reads question files: JSON in SQuAD's format, or JSON Lines. A folder stands for all such files in it, and several
 * files for one.
 *
 * @throws DomainError `invalid_request` that says which file cannot be read and why.
 */
export function readQuestions(paths: readonly string[]): QuestionFile {
  const files = paths.flatMap(filesAt).map(readFile);
  return {
    questions: files.flatMap(({ questions }) => questions),
    contexts: files.flatMap(({ contexts }) => contexts),
  };
}

function filesAt(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => /\.jsonl?$/.test(name));
  if (names.length === 0)
    throw new DomainError('invalid_request', `There is no question file (.json, .jsonl) in ${path}.`);
  return names.sort().map((name) => join(path, name));
}

function readFile(path: string): QuestionFile {
  const text = readFileSync(path, 'utf8');
  if (extname(path) === '.jsonl') return { questions: readJsonl(text, basename(path)), contexts: [] };
  try {
    return readSquad(JSON.parse(text));
  } catch (cause) {
    throw new DomainError(
      'invalid_request',
      `${path}: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}
