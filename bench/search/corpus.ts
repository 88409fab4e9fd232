import { InMemoryIndexLog } from '#retrieval';
import { SyntheticEmbeddings } from './embeddings.js';
import { Random } from './random.js';
import { SyntheticTexts } from './texts.js';

const PASSAGES_PER_DOCUMENT = 100;

/** A query with its embedding. */
export interface Question {
  query: string;
  embedding: Float32Array;
}

/** A change log full of documents, questions on them, and all embeddings for exact search (row = passage id − 1). */
export interface Corpus {
  log: InMemoryIndexLog;
  embeddings: Float32Array[];
  questions: Question[];
}

/** Invents documents of 100 passages, half of them in English and half in Japanese, and questions on them. */
export function inventCorpus(size: number, dimensions: number, questionCount: number): Corpus {
  const random = new Random(size);
  const topics = Math.round(2 * Math.sqrt(size));
  const drawTopic = random.zipf(topics);
  const space = new SyntheticEmbeddings(dimensions, topics, random);
  const languages = [new SyntheticTexts('english', random), new SyntheticTexts('japanese', random)];
  const log = new InMemoryIndexLog();
  const embeddings: Float32Array[] = [];
  const topicOf: number[] = [];
  const languageOf = (document: number): SyntheticTexts => languages[document % languages.length]!;

  for (let document = 0; embeddings.length < size; document++) {
    const count = Math.min(PASSAGES_PER_DOCUMENT, size - embeddings.length);
    const passages = Array.from({ length: count }, () => {
      const topic = drawTopic();
      const embedding = space.passage(topic);
      topicOf.push(topic);
      return {
        id: embeddings.push(embedding),
        searchText: languageOf(document).passage(topic),
        heading: '',
        embedding,
      };
    });
    log.add(`document-${document}`, passages);
  }
  const questions = Array.from({ length: questionCount }, () => {
    const row = random.below(size);
    const language = languageOf(Math.floor(row / PASSAGES_PER_DOCUMENT));
    return { query: language.question(topicOf[row]!), embedding: space.question(embeddings[row]!) };
  });
  return { log, embeddings, questions };
}

/** The ids of the `k` passages nearest to a vector, by comparing with every one of them. */
export function searchExactly(
  embeddings: readonly Float32Array[],
  query: Float32Array,
  k: number,
): Set<number> {
  const best: { id: number; similarity: number }[] = [];
  embeddings.forEach((embedding, row) => {
    let similarity = 0;
    for (let axis = 0; axis < query.length; axis++) similarity += embedding[axis]! * query[axis]!;
    if (best.length === k && similarity <= best[k - 1]!.similarity) return;
    best.push({ id: row + 1, similarity });
    best.sort((a, b) => b.similarity - a.similarity);
    best.length = Math.min(best.length, k);
  });
  return new Set(best.map(({ id }) => id));
}
