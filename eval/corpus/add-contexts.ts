import type { PassageDraft } from '#contracts';
import type { Embedder } from '#llm';
import type { ContextDocument } from '../question-files/question.js';
import type { MemoryCorpus } from './memory-corpus.js';

const GAP = '\n\n';

/** Adds the articles that came with a question file, each paragraph as one passage, whatever its length. */
export async function addContexts(
  corpus: MemoryCorpus,
  documents: readonly ContextDocument[],
  embedder: Embedder,
  tick: (done: number, total: number) => void,
): Promise<void> {
  for (const [index, document] of documents.entries()) {
    const drafts = passagesOf(document);
    const embeddings = await embedder.embedPassages(drafts);
    corpus.add({ id: `article-${index}`, name: document.name }, drafts, embeddings);
    tick(index + 1, documents.length);
  }
}

function passagesOf({ paragraphs }: ContextDocument): PassageDraft[] {
  let start = 0;
  return paragraphs.map(({ heading, text }, ordinal) => {
    const draft = { ordinal, start, end: start + text.length, text, page: null, heading };
    start = draft.end + GAP.length;
    return draft;
  });
}
