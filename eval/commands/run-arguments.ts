import { basename, extname } from 'node:path';
import type { EvalConfig } from '../config.js';
import type { RunOptions } from '../run/run-options.js';

/** The arguments of `eval run`, for `parseArgs`; docs/quality.md explains each of them. */
export const runArguments = {
  questions: { type: 'string', multiple: true },
  contexts: { type: 'string', multiple: true },
  docs: { type: 'string', multiple: true },
  collection: { type: 'string' },
  name: { type: 'string' },
  limit: { type: 'string' },
  seed: { type: 'string', default: '1' },
  'within-document': { type: 'boolean', default: false },
  'retrieval-only': { type: 'boolean', default: false },
  'no-closed-book': { type: 'boolean', default: false },
  'top-k': { type: 'string', default: '20' },
  'context-tokens': { type: 'string' },
  'max-tokens': { type: 'string', default: '512' },
  model: { type: 'string' },
  embedder: { type: 'string' },
  out: { type: 'string' },
  fresh: { type: 'boolean', default: false },
} as const;

/** What `parseArgs` makes of {@link runArguments}. */
export type RunValues = {
  [name in keyof typeof runArguments]?: (typeof runArguments)[name] extends { multiple: true }
    ? string[]
    : (typeof runArguments)[name]['type'] extends 'boolean'
      ? boolean
      : string;
};

/** @throws Error that says which argument is missing or wrong. */
export function toRunOptions(values: RunValues): RunOptions {
  const questions = values.questions ?? [];
  const [first] = questions;
  if (first === undefined) throw new Error('Name at least one question file: --questions file');
  if (values.collection !== undefined && (values.docs ?? values.contexts) !== undefined) {
    throw new Error(
      '--collection asks a running Kotae about its own documents; leave --docs and --contexts out.',
    );
  }
  const contextTokens = values['context-tokens'];
  return {
    name: values.name ?? basename(first, extname(first)),
    questions,
    contexts: values.contexts ?? [],
    docs: values.docs ?? [],
    collection: values.collection ?? null,
    limit: values.limit === undefined ? Infinity : positive('--limit', values.limit),
    seed: Number(values.seed),
    withinDocument: values['within-document'] ?? false,
    answers: !values['retrieval-only'],
    closedBook: !values['no-closed-book'],
    topK: positive('--top-k', values['top-k']),
    contextTokens: contextTokens === undefined ? null : positive('--context-tokens', contextTokens),
    maxTokens: positive('--max-tokens', values['max-tokens']),
    out: values.out ?? null,
    fresh: values.fresh ?? false,
  };
}

/** The settings with the models that the arguments name instead. */
export function withModels(config: EvalConfig, { model, embedder }: RunValues): EvalConfig {
  return {
    ...config,
    KOTAE_MODEL: model ?? config.KOTAE_MODEL,
    KOTAE_EMBEDDER: embedder ?? config.KOTAE_EMBEDDER,
  };
}

/** @throws Error unless it is a whole number from 1. */
export function positive(name: string, value: string | undefined): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new Error(`${name} takes a whole number from 1, not ${value}.`);
}
