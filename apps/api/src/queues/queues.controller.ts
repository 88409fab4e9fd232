import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { NeedsAdmin } from '../auth/auth.guard.js';
import type { KnownKey } from '../auth/key-cache.js';
import { Caller } from '../auth/owner.decorator.js';
import { BOARD_COOKIE } from './board-access.js';
import { BOARD_SESSION_SECONDS, BoardSessions } from './board-sessions.js';
import { BOARD_PATH, QueueBoard } from './queue-board.js';
import type { BoardSession, QueueCounts } from './queues.openapi.js';

@Controller('v1/queues')
@NeedsAdmin()
export class QueuesController {
  constructor(
    private readonly sessions: BoardSessions,
    private readonly board: QueueBoard,
  ) {}

  @Get()
  async list(): Promise<{ items: QueueCounts[]; next_cursor: null }> {
    return { items: await this.board.counts(), next_cursor: null };
  }

  /** Exchanges the key for a cookie that opens the board. This machine's user needs none. */
  @Post('sessions')
  async open(
    @Caller() caller: KnownKey | null,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<BoardSession> {
    if (caller !== null) {
      response.cookie(BOARD_COOKIE, await this.sessions.open(caller.id), {
        path: BOARD_PATH,
        httpOnly: true,
        sameSite: 'strict',
        // Behind a proxy that ends TLS, its header says what the browser spoke.
        secure: request.secure || request.get('X-Forwarded-Proto') === 'https',
        maxAge: BOARD_SESSION_SECONDS * 1000,
      });
    }
    return { board: `${BOARD_PATH}/`, seconds: BOARD_SESSION_SECONDS };
  }
}
