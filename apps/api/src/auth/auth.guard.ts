import { DomainError } from '#contracts';
import { Inject, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { CONFIG, type ApiConfig } from '../config.js';
import { KeyCache, type KnownKey } from './key-cache.js';
import { foreignTo } from './local-request.js';
import type { AuthenticatedRequest } from './owner.decorator.js';

const NEEDS_NO_KEY = 'needs-no-key';
const NEEDS_ADMIN = 'needs-admin';

/** Marks a controller that anybody may call. */
export const NeedsNoKey = (): MethodDecorator & ClassDecorator => SetMetadata(NEEDS_NO_KEY, true);

/** Marks what concerns the installation itself: it takes a key with the scope `admin`. */
export const NeedsAdmin = (): MethodDecorator & ClassDecorator => SetMetadata(NEEDS_ADMIN, true);

/** Lets in whoever holds a key of the scope that is needed, and in keyless mode this machine's user as well. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: KeyCache,
    @Inject(CONFIG) private readonly config: ApiConfig,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.isMarked(NEEDS_NO_KEY, context)) return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    request.caller = await this.authenticate(request);
    if (this.isMarked(NEEDS_ADMIN, context) && request.caller?.scope === 'use') {
      throw new DomainError(
        'forbidden',
        'This takes a key with the scope admin. Create one with: npm run keys -- create <name> --scope admin',
      );
    }
    return true;
  }

  private isMarked(mark: string, context: ExecutionContext): boolean {
    return this.reflector.getAllAndOverride<boolean>(mark, [context.getHandler(), context.getClass()]);
  }

  /** @returns the key, or null for this machine's user in keyless mode */
  private async authenticate({ headers }: AuthenticatedRequest): Promise<KnownKey | null> {
    const { keyless } = this.config;
    if (headers.authorization === undefined || (keyless && isNoKeyOfOurs(headers.authorization))) {
      if (!keyless) throw unauthenticated();
      const reason = foreignTo(headers);
      if (reason !== null) throw new DomainError('forbidden', reason);
      return null;
    }
    const key = /^Bearer +(\S{1,128}) *$/i.exec(headers.authorization)?.[1];
    const holder = key === undefined ? null : await this.keys.holder(key);
    if (holder === null) throw unauthenticated();
    return holder;
  }
}

/** OpenAI's clients always send some key, also where none is needed. */
function isNoKeyOfOurs(authorization: string): boolean {
  return /^Bearer +(?!kt_)/i.test(authorization);
}

function unauthenticated(): DomainError {
  return new DomainError(
    'unauthenticated',
    'Send "Authorization: Bearer kt_…" with a valid API key. Create one with: npm run keys -- create <name>',
  );
}
