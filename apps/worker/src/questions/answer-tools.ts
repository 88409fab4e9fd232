import type { ConversationsRepository, PassagesRepository } from '#database';
import type { Generator } from '#llm';
import type { SearchService } from '../search/search.service.js';
import type { AnswerStream } from './answer-stream.js';

/** What answering needs from its surroundings. */
export interface AnswerTools {
  conversations: Pick<ConversationsRepository, 'turnsBefore'>;
  search: Pick<SearchService, 'forQuestion'>;
  passages: Pick<PassagesRepository, 'ofDocuments'>;
  generator: Generator;
  stream: Pick<AnswerStream, 'event' | 'text'>;
  /** Parts in which whole documents are read at most. */
  maxParts: number;
  signal: AbortSignal;
  /** In quarantine: the engine to itself. */
  exclusive: boolean;
}
