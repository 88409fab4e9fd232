import { answerStreamKey, decodeStreamEntry, type StreamEntry } from '#contracts';
import { Injectable } from '@nestjs/common';
import { RedisConnections } from '../redis/redis-connections.js';

/** Entries read at a time: what one slow reader may make this process hold. */
export const ENTRIES_AT_A_TIME = 200;

/** The answers' Redis Streams, as readers see them. While Redis is away they look empty: the rows are polled. */
@Injectable()
export class AnswerEntries {
  constructor(private readonly redis: RedisConnections) {}

  async after(questionId: string, position: string): Promise<[id: string, StreamEntry | null][]> {
    const found = await this.redis.commands
      .xrange(answerStreamKey(questionId), `(${position}`, '+', 'COUNT', ENTRIES_AT_A_TIME)
      .catch((): [string, string[]][] => []);
    return found.map(([id, fields]) => [id, decode(fields)]);
  }

  /** Whether the stream still has this very entry. */
  async has(questionId: string, id: string): Promise<boolean> {
    const found = await this.redis.commands
      .xrange(answerStreamKey(questionId), id, id)
      .catch((): [string, string[]][] => []);
    return found.length > 0;
  }
}

function decode(fields: string[]): StreamEntry | null {
  try {
    return decodeStreamEntry(fields);
  } catch {
    return null;
  }
}
