import { detectLanguage } from '#language';

/** How many of the closest documents a refusal names. */
const NAMED = 3;

/** What Kotae says when the documents do not hold the answer, in the question's language. */
export function refusalText(question: string, closestDocuments: string[]): string {
  const names = [...new Set(closestDocuments)].slice(0, NAMED);
  if (detectLanguage(question) === 'ja') {
    const closest =
      names.length > 0 ? `最も近い資料: ${names.join('、')}` : 'この資料集にはまだ資料がありません。';
    return `この質問の答えは資料の中に見つかりませんでした。${closest}`;
  }
  const closest =
    names.length > 0
      ? `The closest ones are: ${names.join(', ')}.`
      : 'The collection holds no documents yet.';
  return `The documents do not contain an answer to this question. ${closest}`;
}
