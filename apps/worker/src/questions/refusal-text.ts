import type { AnswerOptions } from '#contracts';
import { detectLanguage } from '#language';

/** How many of the closest documents a refusal names. */
const NAMED = 3;

/** What Kotae says when the documents do not hold the answer, in the question's language. */
export function refusalText(
  { question, options }: { question: string; options: Pick<AnswerOptions, 'filter'> },
  closestDocuments: string[],
): string {
  const names = [...new Set(closestDocuments)].slice(0, NAMED);
  const filtered = options.filter != null;
  if (detectLanguage(question) === 'ja') {
    const none = filtered ? '絞り込みの条件に合う資料がありません。' : 'この資料集にはまだ資料がありません。';
    const closest = names.length > 0 ? `最も近い資料: ${names.join('、')}` : none;
    return `この質問の答えは資料の中に見つかりませんでした。${closest}`;
  }
  const none = filtered ? 'No document passes the filter.' : 'The collection holds no documents yet.';
  const closest = names.length > 0 ? `The closest ones are: ${names.join(', ')}.` : none;
  return `The documents do not contain an answer to this question. ${closest}`;
}
