import type { PromptContent } from '../generator.js';

const TEXTS: Record<NonNullable<PromptContent['task']>, string> = {
  answer:
    'Answer the question using only the numbered sources, and cite them like [1]. If the sources do not contain the answer, say so.',
  condense:
    'Rewrite the last question so that it can be understood without the earlier ones. Keep its names and numbers. Do not answer it: write only the question.',
};

/** Said in both languages: small models follow the English, and the Japanese settles the language of the answer. */
const IN_JAPANESE: typeof TEXTS = {
  answer: ' Answer in Japanese. 日本語で答えてください。',
  condense: ' Write in Japanese. 日本語で書いてください。',
};

const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;

/**
 * The system text of a prompt: one per task and language, so that prompts on the same sources share a prefix, in a
 * conversation too.
 */
export function systemText(task: NonNullable<PromptContent['task']>, question: string): string {
  return japanese.test(question) ? TEXTS[task] + IN_JAPANESE[task] : TEXTS[task];
}
