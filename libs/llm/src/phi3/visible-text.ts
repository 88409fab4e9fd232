/**
 * Characters that people do not see and models read: zero-width ones, soft hyphens, those that turn the direction of
 * writing, variation selectors, and the "tags" by which whole sentences are hidden in an emoji;
 * control characters but for the tab and the line's end.
 */
const UNSEEN = /\p{Default_Ignorable_Code_Point}|(?![\t\n])\p{Cc}/gu;

/** The text as a person would see it, for the prompt: what is hidden in a document does not reach the model. */
export function visibleText(text: string): string {
  return text.replaceAll(UNSEEN, '');
}
