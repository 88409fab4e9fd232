import { Logger } from '@nestjs/common';
import {
  DomainError,
  type Passage,
  type SearchFilter,
  type SearchJob,
  type SearchJobResult,
} from '#contracts';
import type { PassageFilter } from '#retrieval';
import type { CollectionsRepository, PassagesRepository, QuestionEntity } from '#database';
import type { Embedders } from '../models/embedders.js';
import type { Replicas } from '../indexes/replicas.js';
import type { Found } from './found.js';
import { joinNeighbours, WITH_NEIGHBOURS } from './join-neighbours.js';
import { rerank, type Reranking } from './rerank.js';

/** How long a search waits for the index to catch up with the uploads and deletions that its asker has seen. */
const CATCH_UP_MS = 10_000;
/** Passages by whose number and rank whole documents are chosen. */
const DOCUMENT_SEARCH = 100;
/** Searches for one query, should documents change under each. */
const MAX_SEARCHES = 3;

/** Searches collections through this worker's index replicas. */
export class SearchService {
  private readonly log = new Logger('search');
  private rerankFailure: string | null = null;

  constructor(
    private readonly collections: Pick<CollectionsRepository, 'byId'>,
    private readonly passages: Pick<PassagesRepository, 'byIds' | 'neighbours' | 'versionsWithin'>,
    private readonly embedders: Embedders,
    private readonly replicas: Pick<Replicas, 'get' | 'head'>,
    private readonly reranking: Reranking | null = null,
  ) {}

  /**
   * Finds the passages for a question in its collection by `query`, the question as it is to be searched for, and the
   * neighbours of the best ones for whatever room these leave in the prompt.
   * @throws DomainError `collection_not_found`.
   */
  async forQuestion(question: QuestionEntity, query: string, signal: AbortSignal): Promise<Found> {
    if (question.collectionId === null) throw collectionGone();
    const found = await this.find(
      {
        collectionId: question.collectionId,
        query,
        k: question.options.context === 'documents' ? DOCUMENT_SEARCH : question.options.top_k,
        filter: question.options.filter,
        minSeq: question.indexSeq,
      },
      signal,
    );
    const best = found.candidates.slice(0, WITH_NEIGHBOURS).map(({ passage }) => passage.id);
    const neighbours = best.length > 0 ? await this.passages.neighbours(best) : new Map<number, Passage>();
    return { ...found, candidates: joinNeighbours(found.candidates, neighbours.values()) };
  }

  /** Searches, and reranks the best of what was found where there is a reranker. */
  async find(job: SearchJob, signal: AbortSignal): Promise<Found> {
    const { reranking } = this;
    if (reranking === null) return this.search(job, signal);
    const found = await this.search({ ...job, k: Math.max(job.k, reranking.top) }, signal);
    const { candidates, ...rest } = await rerank(job.query, found, reranking, signal);
    this.noteReranking(rest.retrievers.at(-1)?.failed ?? null);
    return { ...rest, candidates: candidates.slice(0, job.k) };
  }

  /** Says when reranking begins to fail and when it works again, and not at every search between. */
  private noteReranking(failed: string | null): void {
    if ((failed === null) === (this.rerankFailure === null)) return;
    this.rerankFailure = failed;
    if (failed === null) this.log.log('the reranker orders the results again');
    else this.log.warn(`the fused order stands, as the reranker did not decide: ${failed}`);
  }

  /**
   * Embeds the query, searches the collection's replica once it has reached `minSeq`, and loads the passages. When
   * some were deleted or replaced in between, it searches again: between two versions of a document a search sees the
   * one or the other, and not neither. What is gone after all is dropped, so a hit always exists.
   */
  private async search(
    { collectionId, query, k, filter, minSeq }: SearchJob,
    signal: AbortSignal,
  ): Promise<Found> {
    const collection = await this.collections.byId(collectionId);
    if (!collection) throw collectionGone();
    const replica = await this.replicas.get(collection);
    if (!replica) return { candidates: [], retrievers: [], coverage: 0 };
    const embedder = this.embedders.toSearch(replica.embedder.id);
    const [embedding, within] = await Promise.all([
      embedder ? embedder.embedQuery(query) : null,
      filter && this.resolve(collectionId, filter),
      replica.waitFor(minSeq, { timeoutMs: CATCH_UP_MS, signal }),
    ]);
    for (let searches = 1; ; searches++) {
      const { hits, retrievers, coverage } = await replica.search({ query, embedding, k, filter: within });
      const passages = await this.passages.byIds(hits.map((hit) => hit.passageId));
      if (passages.size === hits.length || searches === MAX_SEARCHES) {
        const candidates = hits.flatMap((hit) => {
          const passage = passages.get(hit.passageId);
          return passage ? [{ hit, passage }] : [];
        });
        return { candidates, retrievers, coverage, thresholds: collection.refusal ?? undefined };
      }
      const seq = await this.replicas.head(collectionId);
      await replica.waitFor(seq, { timeoutMs: CATCH_UP_MS, signal });
    }
  }

  /** Looks up which document versions a filter means, so that what was said about documents counts at once. */
  private async resolve(collectionId: string, filter: SearchFilter): Promise<PassageFilter | undefined> {
    const versions = await this.passages.versionsWithin(collectionId, filter);
    if (versions === null && filter.heading === undefined) return undefined;
    return { heading: filter.heading, ...(versions && { versions }) };
  }

  /** Answers a search job in the API's own shape. */
  async answer(job: SearchJob): Promise<SearchJobResult> {
    const { candidates, retrievers } = await this.find(job, AbortSignal.timeout(CATCH_UP_MS));
    return {
      retrievers,
      results: candidates.map(({ hit, passage }) => ({
        passage_id: passage.id,
        document_id: passage.documentId,
        document: passage.documentName,
        version: passage.version,
        page: passage.page,
        heading: passage.heading,
        text: passage.text,
        start: passage.start,
        end: passage.end,
        score: hit.score,
        scores: hit.scores,
      })),
    };
  }
}

function collectionGone(): DomainError {
  return new DomainError('collection_not_found', 'The collection was deleted.');
}
