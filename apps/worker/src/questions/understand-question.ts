import { DomainError, type ChatMessage, type TokenUse } from '#contracts';
import type { EarlierTurn, QuestionEntity } from '#database';
import { estimateTokens, sentences } from '#language';
import type { Generator, PromptTurn } from '#llm';
import { carriedQuestions, carryOver } from '#retrieval';
import type { AnswerTools } from './answer-tools.js';
import { condensedOf } from './condensed-of.js';
import { fitHistory } from './fit-history.js';

/** Turns looked at: those further back have long been left behind. */
const TURNS = 8;
/** Longest rewritten question, in tokens: some 100 Japanese characters or 90 English words. */
const CONDENSED_TOKENS = 128;
/** Tokens, about, that an earlier answer keeps; its first sentences say what it was about. */
const ANSWER_TOKENS = 160;

/** A question as it is meant inside its conversation. */
export interface UnderstoodQuestion {
  /** What the generator is asked. */
  question: string;
  /** What is searched for. */
  query: string;
  /** The question written out, by the model or behind those it goes on from; null when it needed nothing. */
  standalone: string | null;
  /** Words of earlier questions help the search, so that what it finds may be about them alone. */
  carried: boolean;
  /** Turns that the question goes on from, oldest first. */
  history: PromptTurn[];
  /** What the model took for writing it out. */
  usage: TokenUse | null;
}

/**
 * Reads a question in the light of its conversation: one that leaves unsaid what it is about is written out, by the
 * model, or else by putting it behind the questions that it goes on from.
 */
export async function understandQuestion(
  question: QuestionEntity,
  tools: AnswerTools,
): Promise<UnderstoodQuestion> {
  const own = question.question;
  const earlier = await earlierTurns(question, tools);
  const carried = carriedQuestions(
    own,
    earlier.map((turn) => turn.question),
  );
  if (carried.length === 0) {
    return asItStands(own);
  }
  const history = earlier.slice(-carried.length);
  const written = await writeOut(question, history, tools);
  if (written.text !== null) {
    const { text, usage } = written;
    return { question: text, query: text, standalone: text, carried: false, history, usage };
  }
  const query = carryOver(own, carried);
  return { question: own, query, standalone: query, carried: true, history, usage: written.usage };
}

/** A question that needs no conversation. */
export function asItStands(question: string): UnderstoodQuestion {
  return { question, query: question, standalone: null, carried: false, history: [], usage: null };
}

async function earlierTurns(
  { conversationId, turn, chat }: QuestionEntity,
  tools: AnswerTools,
): Promise<PromptTurn[]> {
  if (chat) return turnsOf(chat.messages);
  if (conversationId === null || turn === null || turn === 1) return [];
  const turns = await tools.conversations.turnsBefore(conversationId, turn, TURNS);
  return turns.map(toPromptTurn);
}

/**
 * The questions that a client says were asked before the last one. What it says was answered is not repeated: nobody
 * knows whether documents bore it.
 */
function turnsOf(messages: ChatMessage[]): PromptTurn[] {
  const asked = messages.filter(({ role, content }) => role === 'user' && content.trim() !== '');
  return asked
    .slice(0, -1)
    .slice(-TURNS)
    .map(({ content }) => ({ question: content, answer: null }));
}

/**
 * An earlier turn as it may be repeated. Its answer counts only when the documents bore it: what was refused, or said
 * from the model's weights, must not come back as if it were known.
 */
function toPromptTurn({ question, status, options, answer, citations }: EarlierTurn): PromptTurn {
  const borne = status === 'answered' && options.grounded && citations.some(({ supported }) => supported);
  return { question, answer: borne && answer !== null ? beginningOf(answer) : null };
}

/** The first sentences of an answer, without its markers, which name sources of another turn. */
function beginningOf(answer: string): string | null {
  const text = answer.replace(/\s?\[\d{1,3}\]/g, '');
  let end = 0;
  for (const sentence of sentences(text)) {
    if (estimateTokens(text.slice(0, sentence.end)) > ANSWER_TOKENS) break;
    end = sentence.end;
  }
  return end === 0 ? null : text.slice(0, end).trim();
}

/** Has the model write the question out; without one, and whatever goes wrong, the text is null. */
async function writeOut(
  question: QuestionEntity,
  history: PromptTurn[],
  { generator, signal, exclusive }: AnswerTools,
): Promise<{ text: string | null; usage: TokenUse | null }> {
  if (!generator.info().rewrites) return { text: null, usage: null };
  const content = { question: question.question, grounded: true, sources: [], task: 'condense' as const };
  try {
    const generation = await generator.generate(
      {
        ...content,
        history: await fitHistory({ ...content, history }, generator, roomForHistory(generator)),
        maxTokens: CONDENSED_TOKENS,
        temperature: 0,
        priority: question.options.priority,
        exclusive,
      },
      { onText: () => undefined, signal },
    );
    return { text: condensedOf(generation, question.question, history), usage: generation.usage };
  } catch (error) {
    if (signal.aborted || (error instanceof DomainError && error.code === 'cancelled')) throw error;
    // A crashed engine too: the answer itself will show whether this question is to blame.
    return { text: null, usage: null };
  }
}

/** Half of the smallest lane: the rest is for the instructions, the question and what is written. */
function roomForHistory(generator: Generator): number {
  return Math.min(...generator.info().lanes.map(({ contextSize }) => contextSize)) / 2;
}
