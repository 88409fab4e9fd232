import { randomUUID } from 'node:crypto';
import { DomainError, type Passage, type SearchFilter } from '#contracts';
import { QuestionEntity, type FinishedAnswer } from '#database';
import { supportOf, type IndexReplica, type RefusalSample } from '#retrieval';
import type { Models } from '../../apps/worker/src/models/models.js';
import { nearnessOf } from '../../apps/worker/src/search/found.js';
import { answerQuestion } from '../../apps/worker/src/questions/answer-question.js';
import type { Reranking } from '../../apps/worker/src/search/rerank.js';
import type { SearchService } from '../../apps/worker/src/search/search.service.js';
import type { MemoryCorpus } from '../corpus/memory-corpus.js';
import type { AskOptions, FoundPassage, GivenAnswer, Query, Rankings, Subject } from './subject.js';

/** The worker's default. */
const MAX_PARTS = 16;
/** Questions of an evaluation stand alone. */
const noConversations = { turnsBefore: () => Promise.resolve([]) };

/** The worker's own search and answering on a corpus in memory: no HTTP, no queue, no database. */
export class KotaeInProcess implements Subject {
  readonly traits: Record<string, string | number>;
  readonly hasModel: boolean;
  readonly parallel: number;

  private constructor(
    private readonly corpus: MemoryCorpus,
    private readonly models: Models,
    private readonly service: SearchService,
    private readonly replica: IndexReplica,
  ) {
    const { model, lanes } = models.generator.info();
    this.traits = {
      generator: model.id,
      embedder: models.embedders.preferred.id,
      ...(models.reranker && { reranker: models.reranker.id }),
      passages: corpus.size,
    };
    this.hasModel = model.generator !== 'extractive';
    this.parallel = this.hasModel ? lanes.reduce((sum, { sequences }) => sum + sequences, 0) : 1;
  }

  static async open(
    corpus: MemoryCorpus,
    models: Models,
    reranking: Reranking | null,
  ): Promise<KotaeInProcess> {
    return new KotaeInProcess(corpus, models, await corpus.searchService(reranking), await corpus.index());
  }

  async search({ text: query, documents }: Query, depth: number): Promise<Rankings> {
    const signal = new AbortController().signal;
    const job = { collectionId: this.corpus.id, query, k: depth, minSeq: 0, ...filterOf(documents) };
    const begin = performance.now();
    const found = await this.service.find(job, signal);
    const searchMs = performance.now() - begin;
    const embedding = await this.models.embedders.preferred.embedQuery(query);
    const within = documents && { filter: { versions: this.corpus.versionsNamed(documents) } };
    const alone = async (request: {
      query: string;
      embedding: Float32Array | null;
    }): Promise<FoundPassage[]> => {
      const { hits } = await this.replica.search({ ...request, k: depth, ...within });
      return hits.flatMap(({ passageId }) => toFound(this.corpus.passage(passageId)));
    };
    return {
      fused: found.candidates.flatMap(({ passage }) => toFound(passage)),
      lexical: await alone({ query, embedding: null }),
      vector: await alone({ query: '', embedding }),
      searchMs,
    };
  }

  async ask(query: Query, options: AskOptions & { grounded: boolean }): Promise<GivenAnswer> {
    try {
      return this.toGiven(await this.finish(query, options));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { ...nothing, status: 'failed', error: `${error.code}: ${error.message}` };
    }
  }

  /**
   * The signals by which the question may be refused. Where a model answers, nothing is refused from now on, so that the
   * support of every answer is known.
   */
  async signals(query: Query, options: AskOptions): Promise<Omit<RefusalSample, 'answerable'>> {
    const job = { collectionId: this.corpus.id, query: query.text, k: options.topK, minSeq: 0 };
    const found = await this.service.find(job, new AbortController().signal);
    const support = this.hasModel ? await this.supportOfAnswer(query, options) : null;
    return { ...nearnessOf(query.text, found), support };
  }

  private async supportOfAnswer(query: Query, options: AskOptions): Promise<number | null> {
    this.corpus.refuseBy(REFUSE_NOTHING);
    const { answer, sources, status } = await this.finish(query, { ...options, grounded: true });
    if (status !== 'answered' || answer === null) return null;
    const numbered = sources.flatMap(({ n, passage_id }) => {
      const passage = n === null ? undefined : this.corpus.passage(passage_id);
      return passage ? [{ n: n!, passage }] : [];
    });
    return supportOf({ answer, sources: numbered });
  }

  async close(): Promise<void> {
    await this.corpus.close();
    await this.models.close();
  }

  private finish(query: Query, options: AskOptions & { grounded: boolean }): Promise<FinishedAnswer> {
    return answerQuestion(this.rowOf(query, options), {
      conversations: noConversations,
      search: this.service,
      passages: this.corpus,
      maxParts: MAX_PARTS,
      generator: this.models.generator,
      stream: { event: () => undefined, text: () => undefined },
      signal: new AbortController().signal,
      exclusive: false,
    });
  }

  private rowOf(
    { text, documents }: Query,
    { topK, contextTokens, maxTokens, grounded }: AskOptions & { grounded: boolean },
  ): QuestionEntity {
    return Object.assign(new QuestionEntity(), {
      id: randomUUID(),
      question: text,
      conversationId: null,
      turn: null,
      chat: null,
      collectionId: this.corpus.id,
      indexSeq: 0,
      epoch: 1,
      createdAt: new Date(),
      options: {
        grounded,
        max_tokens: maxTokens,
        temperature: 0,
        top_k: topK,
        context_tokens: contextTokens,
        priority: 'batch' as const,
        ...filterOf(documents),
      },
    });
  }

  private toGiven({
    status,
    answer,
    citations,
    sources,
    usage,
    timings,
    error,
  }: FinishedAnswer): GivenAnswer {
    const included = sources.filter((source) => source.included);
    return {
      status,
      text: answer ?? '',
      citations,
      evidence: included.flatMap(({ passage_id }) => toFound(this.corpus.passage(passage_id))),
      usage,
      timings,
      error: error?.message ?? null,
    };
  }
}

/** Thresholds that every question passes. */
const NO_THRESHOLDS = { coverage: 0, similarity: 0, rerank: 0, support: 0 };
const REFUSE_NOTHING = { ja: NO_THRESHOLDS, en: NO_THRESHOLDS };

const nothing: Omit<GivenAnswer, 'status' | 'error'> = {
  text: '',
  citations: [],
  evidence: [],
  usage: null,
  timings: null,
};

function toFound(passage: Passage | undefined): FoundPassage[] {
  if (!passage) return [];
  const { documentName, page, heading, text } = passage;
  return [{ document: documentName, page, heading, text }];
}

function filterOf(documents: string[] | null): { filter?: SearchFilter } {
  return documents === null ? {} : { filter: { documents } };
}
