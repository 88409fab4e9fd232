import type { ConversationsRepository } from '#database';
import type { Generator } from '#llm';
import type { SearchService } from '../search/search.service.js';
import type { AnswerStream } from './answer-stream.js';

/** What answering needs from its surroundings. */
export interface AnswerTools {
  conversations: Pick<ConversationsRepository, 'turnsBefore'>;
  search: Pick<SearchService, 'forQuestion'>;
  generator: Generator;
  stream: Pick<AnswerStream, 'event' | 'text'>;
  signal: AbortSignal;
  /** In quarantine: the engine to itself. */
  exclusive: boolean;
}
