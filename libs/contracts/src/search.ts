/** Score of one passage by each retriever that took part; absent when that retriever did not return the passage. */
export interface RetrieverScores {
  /** BM25 score. */
  lexical?: number;
  /** Cosine similarity, −1 … 1. */
  vector?: number;
  /** Probability that the passage answers the query, by the reranker, 0 … 1. */
  rerank?: number;
}

/** A passage's place in the fused ranking. `score` is the fused score; only its order within one query has meaning. */
export interface SearchHit {
  passageId: number;
  score: number;
  scores: RetrieverScores;
  /** How many of the query's codes and identifiers the passage holds, where that is any; those come first. */
  codes?: number;
}

/** Which retrievers took part in a search, and with what weight in the fusion. */
export interface RetrieverInfo {
  name: 'lexical' | 'vector' | 'rerank';
  /** Index or model behind it, e.g. `bm25-words-bigrams`, `hashed-ngrams-512`. */
  model: string;
  weight: number;
  /** Why it had no say in this search after all; then its weight is 0. */
  failed?: string;
}

/** The outcome of a search over one collection. */
export interface SearchOutcome {
  hits: SearchHit[];
  retrievers: RetrieverInfo[];
  /**
   * How well the best hit covers the query's terms, 0 … 1: its BM25 score over the score of an ideal passage that
   * holds every term of the query. Separates questions inside the corpus from those outside it.
   */
  coverage: number;
}

/** One result of `POST /v1/collections/:name/search`. */
export interface SearchResultView {
  passage_id: number;
  document_id: string;
  document: string;
  version: number;
  page: number | null;
  heading: string;
  text: string;
  start: number;
  end: number;
  score: number;
  scores: RetrieverScores;
}

/** Body of the answer to a search. */
export interface SearchView {
  results: SearchResultView[];
  retrievers: RetrieverInfo[];
}
