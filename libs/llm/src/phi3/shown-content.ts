import type { PromptContent, PromptTurn } from '../generator.js';
import type { MarkedTexts } from './source-marks.js';
import { visibleText } from './visible-text.js';

/** A prompt's content as a model is shown it. */
export interface ShownContent extends PromptContent {
  history: PromptTurn[];
}

/** Documents stand only in prompts for answers. */
export function isMarked({ grounded, task = 'answer' }: PromptContent): boolean {
  return grounded && task === 'answer';
}

/** What the model is shown: titles on one line, and nothing that people do not see. */
export function shown({
  grounded,
  question,
  sources,
  history = [],
  chat,
  task,
}: PromptContent): ShownContent {
  return {
    grounded,
    ...(!grounded && chat && { chat }),
    ...(task !== undefined && { task }),
    question: visibleText(question),
    sources: grounded
      ? sources.map(({ title, text, ...source }) => ({
          ...source,
          title: visibleText(title).replaceAll(/\s+/g, ' ').trim(),
          text: visibleText(text),
        }))
      : [],
    history: grounded
      ? history.map((turn) => ({
          question: visibleText(turn.question),
          answer: turn.answer === null ? null : visibleText(turn.answer),
        }))
      : [],
  };
}

/** The texts that the mark of a prompt is made for. */
export function markedTexts({ question, sources, history }: ShownContent): MarkedTexts {
  const texts = [
    ...sources.map(({ title, text }) => `${title}\n${text}`),
    ...history.map((turn) => `${turn.question}\n${turn.answer}`),
  ];
  return { first: sources.length > 0 ? texts[0]! : '', texts: [...texts, question] };
}
