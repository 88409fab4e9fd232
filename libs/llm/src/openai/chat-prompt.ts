import type { ChatMessage } from '#contracts';
import type { PromptContent, PromptSource, PromptTurn } from '../generator.js';
import { isMarked, markedTexts, shown, type ShownContent } from '../phi3/shown-content.js';
import { SourceMarks } from '../phi3/source-marks.js';
import { systemText } from '../phi3/system-text.js';
import { powerless } from './powerless.js';

/** The pieces of a prompt, each of them text, for counting; the prompt is their concatenation in messages. */
export interface ChatPieces {
  system: string | null;
  sources: string[];
  history: string[];
  closing: string;
}

/**
 * Writes prompts as chat messages: the same words and marks as Phi3Prompt, for servers that apply a model's chat
 * template themselves. Everything that comes from outside is made powerless first.
 */
export class ChatPrompt {
  readonly #marks: SourceMarks;

  constructor(secret?: string) {
    // Marks are compared by their tokens so that the cost of a prompt does not depend on them; by letters all are equal.
    this.#marks = new SourceMarks({ continuing: (text) => Array<number>(text.length).fill(0) }, secret);
  }

  /** The messages, ending with the one that the model is to answer. */
  messages(content: PromptContent): ChatMessage[] {
    if (content.chat && !content.grounded) {
      return (
        shown(content).chat?.map(({ role, content: text }) => ({ role, content: powerless(text) })) ?? []
      );
    }
    const { system, sources, history, closing } = this.pieces(content);
    const user = [...sources, ...history, closing].join('');
    return [
      ...(system === null ? [] : [{ role: 'system' as const, content: system }]),
      { role: 'user', content: user },
    ];
  }

  /** What {@link messages} joins. */
  pieces(given: PromptContent): ChatPieces {
    const content = harmless(shown(given));
    const mark = isMarked(content) ? this.#marks.for(markedTexts(content)) : '';
    const { grounded, question, sources, history, task = 'answer' } = content;
    const { before, after } = systemText(task, question);
    const label = task === 'condense' ? 'Last question' : 'Question';
    return {
      system: grounded ? before + mark + after : null,
      sources: sources.map((source) => sourceText(source, mark)),
      history: history.map((turn) => turnText(turn, mark)),
      closing: grounded ? headed(mark, `${label}: ${question}`) : question,
    };
  }
}

function harmless(content: ShownContent): ShownContent {
  return {
    ...content,
    question: powerless(content.question),
    sources: content.sources.map((source) => ({
      ...source,
      title: powerless(source.title),
      text: powerless(source.text),
    })),
    history: content.history.map(({ question, answer }) => ({
      question: powerless(question),
      answer: answer === null ? null : powerless(answer),
    })),
  };
}

function sourceText({ n, title, text }: PromptSource, mark: string): string {
  return headed(mark, `[${n}] ${title}\n${text}\n\n`);
}

function turnText({ question, answer }: PromptTurn, mark: string): string {
  const answered = answer === null ? '' : `Earlier answer: ${answer}\n`;
  return headed(mark, `Earlier question: ${question}\n${answered}\n`);
}

function headed(mark: string, text: string): string {
  return mark === '' ? text : `${mark} ${text}`;
}
