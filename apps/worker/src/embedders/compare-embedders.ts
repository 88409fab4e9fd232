import { setImmediate as turn } from 'node:timers/promises';
import type { EmbedderComparison } from '#contracts';
import type { PassageEmbeddingsRepository, QuestionsRepository } from '#database';
import type { Embedder } from '#llm';

/** Queries compared. Each costs two embeddings and two dot products for every passage. */
const QUERIES = 30;
/** With fewer questions than this, passages stand in for them. */
const FEWEST_QUESTIONS = 10;
/** Passages searched; enough to tell two embedders apart, few enough for seconds. */
const PASSAGES = 20_000;
/** Passages compared before others get their turn on the event loop: some 5 ms with 1,024 dimensions. */
const SLICE = 100;
/** Characters of a passage that stand for a question about it. */
const BEGINNING = 80;
const NEAREST = 10;

/** What comparing takes from the database. */
export interface CompareTools {
  embeddings: Pick<PassageEmbeddingsRepository, 'pairs'>;
  questions: Pick<QuestionsRepository, 'lately'>;
  signal: AbortSignal;
}

interface Query {
  text: string;
  /** The passage that the query was made from; null for a question. */
  from: number | null;
}

/**
 * What two embedders find in a collection for the same queries, by comparing all vectors: the questions asked lately,
 * or else the beginnings of passages. It says how different they are, not which one is better, except that a passage
 * should be near its own beginning. Null when there is nothing to search.
 */
export async function compareEmbedders(
  collectionId: string,
  before: Embedder,
  after: Embedder,
  tools: CompareTools,
): Promise<EmbedderComparison | null> {
  const pairs = () => tools.embeddings.pairs(collectionId, before.id, after.id, PASSAGES);
  const asked = await tools.questions.lately(collectionId, QUERIES);
  const fromQuestions = asked.length >= FEWEST_QUESTIONS;
  const queries = fromQuestions ? asked.map((text) => ({ text, from: null })) : await beginnings(pairs());
  if (queries.length === 0) return null;

  const vectors = [];
  for (const { text } of queries) {
    tools.signal.throwIfAborted();
    vectors.push([await before.embedQuery(text), await after.embedQuery(text)] as const);
  }
  const nearest = queries.map(() => [new Nearest(), new Nearest()] as const);
  let passages = 0;
  for await (const batch of pairs()) {
    for (const pair of batch) {
      vectors.forEach(([queryBefore, queryAfter], i) => {
        nearest[i]![0].offer(pair.id, dot(queryBefore, pair.before));
        nearest[i]![1].offer(pair.id, dot(queryAfter, pair.after));
      });
      if (++passages % SLICE === 0) await turn();
    }
    tools.signal.throwIfAborted();
  }

  const shares = nearest.map(([a, b]) => a.ids.filter((id) => b.ids.includes(id)).length / a.ids.length);
  const found = (side: 0 | 1) =>
    mean(queries.map(({ from }, i) => Number(nearest[i]![side].ids.includes(from!))));
  return {
    queries: fromQuestions ? 'questions' : 'passages',
    sample: queries.length,
    passages,
    overlap_at_10: mean(shares),
    found_at_10: fromQuestions ? null : { before: found(0), after: found(1) },
  };
}

/** Queries from passages spread over the collection. */
async function beginnings(pairs: ReturnType<PassageEmbeddingsRepository['pairs']>): Promise<Query[]> {
  const all: Query[] = [];
  for await (const batch of pairs) {
    for (const { id, text } of batch) all.push({ text: text.slice(0, BEGINNING), from: id });
  }
  const step = Math.max(1, Math.floor(all.length / QUERIES));
  return all.filter((_, i) => i % step === 0).slice(0, QUERIES);
}

/** The nearest passages met so far, the nearest first. */
class Nearest {
  private readonly best: { id: number; similarity: number }[] = [];

  get ids(): number[] {
    return this.best.map(({ id }) => id);
  }

  offer(id: number, similarity: number): void {
    const last = this.best.at(-1);
    if (this.best.length === NEAREST && last && similarity <= last.similarity) return;
    const place = this.best.findIndex((other) => other.similarity < similarity);
    this.best.splice(place === -1 ? this.best.length : place, 0, { id, similarity });
    this.best.length = Math.min(this.best.length, NEAREST);
  }
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
