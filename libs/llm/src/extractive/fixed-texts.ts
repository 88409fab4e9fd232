import { detectLanguage, type Language } from '#language';

const refusals: Record<Language, string> = {
  en: 'The documents do not contain an answer to this question.',
  ja: 'この質問の答えは資料の中に見つかりませんでした。',
};

const noModelTexts: Record<Language, string> = {
  en: 'No language model is installed, so there is nothing to answer from but the documents. Fetch Phi-3 with: npm run models -- pull',
  ja: '言語モデルが入っていないため、資料の引用以外の回答はできません。次のコマンドで Phi-3 を取得してください: npm run models -- pull',
};

/** What is said when no sentence fits, in the question's language: the words by which a refusal is recognised. */
export function refusalFor(question: string): string {
  return refusals[detectLanguage(question)];
}

/** What is said to a question that is not to be answered from the documents, in its language. */
export function noModelText(question: string): string {
  return noModelTexts[detectLanguage(question)];
}
