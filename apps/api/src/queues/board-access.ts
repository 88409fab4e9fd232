import { DomainError } from '#contracts';
import { Inject, Injectable } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { foreignTo } from '../auth/local-request.js';
import { CONFIG, type ApiConfig } from '../config.js';
import { BoardSessions } from './board-sessions.js';

/** The cookie that opens the board, sent nowhere else. */
export const BOARD_COOKIE = 'kotae_board';

/** Lets in who may see the queues, and only to look. Others are sent to where the page opens the board for them. */
@Injectable()
export class BoardAccess {
  constructor(
    private readonly sessions: BoardSessions,
    @Inject(CONFIG) private readonly config: ApiConfig,
  ) {}

  readonly check = async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      // Bull Board's own read-only mode hides the buttons; this is what holds.
      throw new DomainError('forbidden', 'The queues can only be looked at here.');
    }
    if (await this.mayLook(request)) return next();
    if (!request.accepts(['json', 'html']) || request.accepts(['json', 'html']) === 'json') {
      throw new DomainError(
        'unauthenticated',
        'Open the queues from the page, with a key of the scope admin.',
      );
    }
    response.redirect(303, '/admin/workers');
  };

  private async mayLook({ headers }: Request): Promise<boolean> {
    if (this.config.keyless && headers.authorization === undefined && foreignTo(headers) === null)
      return true;
    const token = cookie(headers.cookie ?? '', BOARD_COOKIE);
    return token !== undefined && (await this.sessions.isOpen(token));
  }
}

/** One cookie of a `Cookie` header. Our token needs no decoding. */
function cookie(header: string, name: string): string | undefined {
  return header
    .split(/; */)
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}
