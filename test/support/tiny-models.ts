import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a tiny Phi-3 is to be like. */
export interface TinyPhi3 {
  /** The answer that it gives to everything; without it, its weights are random. */
  answer?: string;
  context?: number;
  longRope?: boolean;
  /** Whether the file fails to say where the short factors end. */
  noOriginal?: boolean;
  layers?: number;
  width?: number;
}

/** A model of Phi-3's architecture, made on first use. Its file name is its id in answers. */
export function tinyPhi3({ answer, context, longRope, noOriginal, layers, width }: TinyPhi3 = {}): string {
  return make('make-tiny-phi3.mjs', 'phi3-tiny', [
    ...(answer === undefined ? [] : ['--answer', answer]),
    ...(context === undefined ? [] : ['--ctx', String(context)]),
    ...(longRope ? ['--longrope'] : []),
    ...(noOriginal ? ['--no-original'] : []),
    ...(layers === undefined ? [] : ['--layers', String(layers)]),
    ...(width === undefined ? [] : ['--embd', String(width)]),
  ]);
}

/** What a tiny embedding model is to be like. */
export interface TinyBert {
  pooling?: 'mean' | 'cls' | 'last' | 'none';
  /** 0: a token's vector depends on the token and its place alone. */
  mix?: number;
  seed?: number;
}

/** An embedding model of BERT's architecture with random weights, made on first use. */
export function tinyBert({ pooling, mix, seed }: TinyBert = {}): string {
  return make('make-tiny-bert.mjs', 'bert-tiny', [
    ...(pooling === undefined ? [] : ['--pooling', pooling]),
    ...(mix === undefined ? [] : ['--mix', String(mix)]),
    ...(seed === undefined ? [] : ['--seed', String(seed)]),
  ]);
}

/** A reranker whose order can be foretold: passages with a larger share of the word come first. */
export function tinyReranker(word = 'gold'): string {
  return make('make-tiny-bert.mjs', 'reranker-tiny', ['--rank-by', word]);
}

/** An answer of about `tokens` tokens, English words with Japanese characters between them, none of them twice. */
export function recital(tokens: number, opening = 'Hear'): string {
  return execFileSync(process.execPath, ['test/support/recital.mjs', String(tokens), opening], {
    encoding: 'utf8',
  });
}

/** A LoRA adapter with random weights that fits a tiny Phi-3 of this width. */
export function tinyLora({ width = 128 }: { width?: number } = {}): string {
  return make('make-tiny-lora.mjs', 'lora-tiny', ['--embd', String(width)]);
}

function make(script: string, name: string, args: string[]): string {
  const folder = join(tmpdir(), 'kotae-tiny-models');
  mkdirSync(folder, { recursive: true });
  const id = createHash('sha256').update(args.join('\0')).digest('hex').slice(0, 12);
  const file = join(folder, `${name}-${id}.gguf`);
  if (!existsSync(file)) {
    const unfinished = `${file}.${process.pid}`;
    execFileSync(process.execPath, [join('scripts', script), unfinished, ...args]);
    renameSync(unfinished, file);
  }
  return file;
}
