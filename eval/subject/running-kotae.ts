import type { Ask, KotaeClient, SearchFilter, SearchResults } from '#client';
import type { AskOptions, FoundPassage, GivenAnswer, Query, Rankings, Subject } from './subject.js';

/** Questions asked at a time: the second one hides the way there and back. */
const PARALLEL = 2;

/** A collection of a running Kotae, asked over its REST API as any client would. */
export class RunningKotae implements Subject {
  readonly traits: Record<string, string | number>;
  readonly hasModel: boolean;
  readonly parallel = PARALLEL;

  private constructor(
    private readonly kotae: KotaeClient,
    private readonly collection: string,
    private readonly signal: AbortSignal,
    models: { generator: string; retrievers: string[] },
  ) {
    this.traits = {
      collection,
      generator: models.generator,
      retrievers: models.retrievers.join(', '),
    };
    this.hasModel = models.generator !== 'extractive';
  }

  /** Looks the collection up, and which models are behind it. */
  static async open(kotae: KotaeClient, collection: string, signal: AbortSignal): Promise<RunningKotae> {
    const { retrievers } = await kotae.search(collection, { query: 'Kotae', k: 1 }, signal);
    const { model } = await kotae.questions.answer(
      { question: 'Kotae', collection, max_tokens: 1 },
      { signal },
    );
    return new RunningKotae(kotae, collection, signal, {
      generator: model?.id ?? 'unknown',
      retrievers: retrievers.map(({ model }) => model),
    });
  }

  /**
   * Of the retrievers alone only what the fused ranking shows is seen: the passages among its first `depth` that they
   * found, in the order of their scores.
   */
  async search({ text, documents }: Query, depth: number): Promise<Rankings> {
    const begin = performance.now();
    const body = { query: text, k: depth, ...filterOf(documents) };
    const { results } = await this.kotae.search(this.collection, body, this.signal);
    const searchMs = performance.now() - begin;
    const by = (retriever: 'lexical' | 'vector'): FoundPassage[] =>
      results
        .filter(({ scores }) => scores[retriever] !== undefined)
        .sort((a, b) => b.scores[retriever]! - a.scores[retriever]!);
    return { fused: results, lexical: by('lexical'), vector: by('vector'), searchMs };
  }

  async ask(
    { text, documents }: Query,
    { topK, contextTokens, maxTokens, grounded }: AskOptions & { grounded: boolean },
  ): Promise<GivenAnswer> {
    const asked: Ask = {
      question: text,
      collection: this.collection,
      grounded,
      top_k: topK,
      max_tokens: maxTokens,
      priority: 'batch',
      ...(contextTokens !== null && { context_tokens: contextTokens }),
      ...filterOf(documents),
    };
    const given = await this.kotae.questions.answer(asked, { signal: this.signal });
    const included = new Set(
      given.sources.filter((source) => source.included).map(({ passage_id }) => passage_id),
    );
    return {
      status: given.status,
      text: given.answer ?? '',
      citations: given.citations,
      evidence: included.size === 0 ? [] : await this.passages({ text, documents }, topK, included),
      usage: given.usage,
      timings: given.timings,
      error: given.error?.message ?? null,
    };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** The texts of passages, which an answer does not carry: the same search finds them again. */
  private async passages(
    { text, documents }: Query,
    k: number,
    wanted: ReadonlySet<number>,
  ): Promise<SearchResults['results']> {
    const body = { query: text, k, ...filterOf(documents) };
    const { results } = await this.kotae.search(this.collection, body, this.signal);
    return results.filter(({ passage_id }) => wanted.has(passage_id));
  }
}

function filterOf(documents: string[] | null): { filter?: SearchFilter } {
  return documents === null ? {} : { filter: { documents } };
}
