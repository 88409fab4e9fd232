import type { Citation, Source } from '#contracts';
import type { FinishedAnswer, QuestionEntity } from '#database';
import { detectLanguage } from '#language';
import type { Generation, Generator } from '#llm';
import { citeAnswer, isNearEnough, saysNotInSources } from '#retrieval';
import { toSource, type Found } from '../search/found.js';
import type { SearchService } from '../search/search.service.js';
import { AnswerClock } from './answer-clock.js';
import type { AnswerStream } from './answer-stream.js';
import { packSources, toPromptSource, type PackedSources } from './pack-sources.js';
import { planBudget } from './plan-budget.js';
import { refusalText } from './refusal-text.js';

/** Weight in the fusion from which on a vector ranking knows meaning; the built-in embedder's is 0.002. */
const LEARNED_WEIGHT = 0.1;

/** What answering needs from its surroundings. */
export interface AnswerTools {
  search: Pick<SearchService, 'forQuestion'>;
  generator: Generator;
  stream: Pick<AnswerStream, 'event' | 'text'>;
  signal: AbortSignal;
  /** In quarantine: the engine to itself. */
  exclusive: boolean;
}

/**
 * Answers a question: search → refuse or pack → generate → cite. What it finds and says goes to the stream as it
 * happens; the outcome is the caller's to save.
 */
export async function answerQuestion(question: QuestionEntity, tools: AnswerTools): Promise<FinishedAnswer> {
  const clock = new AnswerClock(question);
  if (!question.options.grounded) return answerClosedBook(question, clock, tools);

  const found = await tools.search.forQuestion(question, tools.signal);
  if (isOutside(question, found)) {
    clock.retrieved();
    return refuse(question, found, clock, tools);
  }
  const packed = await packSources(question, found.candidates, tools.generator);
  clock.retrieved();
  tools.stream.event({ type: 'sources', data: { sources: packed.sources } });

  const generation = await generateAnswer(question, packed, tools);
  if (saysNotInSources(generation.text)) {
    return outcome({
      status: 'not_in_documents',
      text: generation.text,
      sources: packed.sources,
      generation,
      clock,
    });
  }
  const { answer, citations } = citeAnswer({ answer: generation.text, sources: packed.numbered });
  for (const citation of citations) tools.stream.event({ type: 'citation', data: citation });
  return outcome({ status: 'answered', text: answer, citations, sources: packed.sources, generation, clock });
}

/** Whether the question is plainly not about these documents. */
function isOutside(question: QuestionEntity, { candidates, retrievers, coverage }: Found): boolean {
  const searchedByMeaning = retrievers.some(
    ({ name, weight }) => name === 'vector' && weight >= LEARNED_WEIGHT,
  );
  const language = detectLanguage(question.question);
  return candidates.length === 0 || !isNearEnough({ coverage, language, searchedByMeaning });
}

/** The baseline that shows what retrieval adds: the bare question, from the model's weights alone. */
async function answerClosedBook(
  question: QuestionEntity,
  clock: AnswerClock,
  tools: AnswerTools,
): Promise<FinishedAnswer> {
  const { fixed } = await tools.generator.measure(question.question, false, []);
  const budget = planBudget(tools.generator.info().lanes, question.options, fixed, 0);
  const nothing = { numbered: [], sources: [], answerTokens: budget.answer };
  const generation = await generateAnswer(question, nothing, tools);
  return outcome({ status: 'answered', text: generation.text, sources: [], generation, clock });
}

function refuse(
  question: QuestionEntity,
  found: Found,
  clock: AnswerClock,
  { stream, generator }: AnswerTools,
): FinishedAnswer {
  const sources = found.candidates.map((candidate) =>
    toSource(candidate, { reason: 'below_threshold', tokens: 0 }),
  );
  const text = refusalText(
    question.question,
    found.candidates.map(({ passage }) => passage.documentName),
  );
  stream.event({ type: 'sources', data: { sources } });
  stream.text(text);
  const refused = outcome({ status: 'not_in_documents', text, sources, generation: null, clock });
  // The model that would have answered; no lane, as it was not asked.
  return { ...refused, model: { ...generator.info().model, lane: null, context_size: null } };
}

function generateAnswer(
  question: QuestionEntity,
  packed: PackedSources,
  { generator, stream, signal, exclusive }: AnswerTools,
): Promise<Generation> {
  const { grounded, temperature, priority } = question.options;
  return generator.generate(
    {
      question: question.question,
      grounded,
      sources: packed.numbered.map(({ n, passage }) => toPromptSource(passage, n)),
      maxTokens: packed.answerTokens,
      temperature,
      priority,
      exclusive,
    },
    { onText: (delta) => stream.text(delta), signal },
  );
}

function outcome(of: {
  status: 'answered' | 'not_in_documents';
  text: string;
  citations?: Citation[];
  sources: Source[];
  generation: Generation | null;
  clock: AnswerClock;
}): FinishedAnswer {
  return {
    status: of.status,
    answer: of.text,
    citations: of.citations ?? [],
    sources: of.sources,
    stopReason: of.generation?.stopReason ?? null,
    usage: of.generation?.usage ?? null,
    timings: of.clock.read(of.generation),
    model: of.generation?.model ?? null,
    error: null,
  };
}
