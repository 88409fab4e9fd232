#!/usr/bin/env node
/**
 * Prints a text that a tiny model can recite (see scripts/gguf/scripted-answer.mjs): every token of it occurs once, so
 * an answer of any length up to some thousand tokens is known beforehand, character by character.
 *
 *   node test/support/recital.mjs 800 [first words]
 */
import { bundledVocabulary } from '../../scripts/gguf/bundled-vocabulary.mjs';
import { readGgufMetadata } from '../../scripts/gguf/gguf-reader.mjs';

const [count = '500', opening = 'Hear'] = process.argv.slice(2);
const pieces = readGgufMetadata(bundledVocabulary('ggml-vocab-phi-3.gguf'))
  .get('tokenizer.ggml.tokens')
  .strings();

/** Words of four letters and more that are one token, and do not occur in the opening. */
const words = pieces
  .filter((piece) => /^▁[a-z]{4,}$/.test(piece))
  .map((piece) => piece.slice(1))
  .filter((word) => !opening.includes(word));
/** Kanji and kana that are one token. */
const characters = pieces.filter(
  (piece) =>
    /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]$/u.test(piece) && !opening.includes(piece),
);

const parts = [opening];
for (let i = 0; i < Number(count); i++) {
  const character = i % 4 === 3 ? characters[(i - 3) / 4] : undefined;
  parts.push(character ?? ` ${words[i]}`);
}
process.stdout.write(parts.join(''));
