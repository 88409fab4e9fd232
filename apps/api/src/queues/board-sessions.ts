import { createHash, randomBytes } from 'node:crypto';
import { KeysRepository } from '#database';
import { Injectable } from '@nestjs/common';
import { RedisConnections } from '../redis/redis-connections.js';

/** How long the queue board stays open without another sign-in. */
export const BOARD_SESSION_SECONDS = 3600;

/**
 * Who may look at the queue board. A browser that opens a page cannot send an API key, so the key is exchanged for a
 * cookie that opens the board alone, and works no longer than the key itself. Losing Redis costs another exchange.
 */
@Injectable()
export class BoardSessions {
  constructor(
    private readonly redis: RedisConnections,
    private readonly keys: KeysRepository,
  ) {}

  /** Opens a session for a key and returns its secret. */
  async open(keyId: string): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    await this.redis.commands.set(sessionKey(token), keyId, 'EX', BOARD_SESSION_SECONDS);
    return token;
  }

  /** Whether the session's key is still one that may look. */
  async isOpen(token: string): Promise<boolean> {
    const keyId = await this.redis.commands.get(sessionKey(token));
    return keyId !== null && (await this.keys.active(keyId))?.scope === 'admin';
  }
}

const sessionKey = (token: string): string =>
  `kotae:board-session:${createHash('sha256').update(token).digest('hex')}`;
