const GROUNDED =
  'Answer the question using only the numbered sources, and cite them like [1]. If the sources do not contain the answer, say so.';

/** Said in both languages: small models follow the English, and the Japanese settles the language of the answer. */
const IN_JAPANESE = ' Answer in Japanese. 日本語で答えてください。';

const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;

/** The system text of a grounded prompt. One text per language, so that prompts on the same sources share a prefix. */
export function systemText(question: string): string {
  return japanese.test(question) ? GROUNDED + IN_JAPANESE : GROUNDED;
}
