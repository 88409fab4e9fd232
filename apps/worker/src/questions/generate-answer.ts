import { lineageOf } from '#contracts';
import type { Generation, PromptSource, PromptTurn } from '#llm';
import type { AnswerTools } from './answer-tools.js';
import { InertText } from './inert-text.js';
import { isModelsOwn, type Answering } from './outcome.js';

/** What the model is given besides the question. */
export interface Evidence {
  /** Sources as it sees them, in prompt order. */
  shown: PromptSource[];
  history: PromptTurn[];
  /** Tokens that the answer may have. */
  answerTokens: number;
}

/** Has the answer made, and streams it as it comes. */
export async function generateAnswer(
  { question, asked }: Answering,
  { shown, history, answerTokens }: Evidence,
  { generator, stream, signal, exclusive }: AnswerTools,
): Promise<Generation> {
  const { grounded, temperature, priority } = question.options;
  const { messages: chat, ...decoding } = question.chat ?? {};
  const prefixKey = lineageOf(question);
  const inertText = new InertText();
  const generation = await generator.generate(
    {
      question: asked.question,
      grounded,
      sources: shown,
      history,
      maxTokens: answerTokens,
      temperature,
      priority,
      exclusive,
      ...(prefixKey !== null && { prefixKey }),
      ...decoding,
      ...(!grounded && chat && { chat }),
    },
    { onText: (delta) => stream.text(isModelsOwn(question) ? delta : inertText.push(delta)), signal },
  );
  stream.text(inertText.end());
  return generation;
}
