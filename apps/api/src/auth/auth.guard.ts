import { DomainError } from '#contracts';
import { Inject, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { CONFIG, type ApiConfig } from '../config.js';
import { KeyCache } from './key-cache.js';
import { foreignTo } from './local-request.js';
import { LOCAL_OWNER, type AuthenticatedRequest } from './owner.decorator.js';

const NEEDS_NO_KEY = 'needs-no-key';

/** Marks a controller that anybody may call. */
export const NeedsNoKey = (): MethodDecorator & ClassDecorator => SetMetadata(NEEDS_NO_KEY, true);

/** Lets in whoever holds a key, and in keyless mode this machine's user as well. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: KeyCache,
    @Inject(CONFIG) private readonly config: ApiConfig,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.getAllAndOverride<boolean>(NEEDS_NO_KEY, [context.getHandler(), context.getClass()])) {
      return true;
    }
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    request.owner = await this.authenticate(request);
    return true;
  }

  private async authenticate({ headers }: AuthenticatedRequest): Promise<string> {
    if (headers.authorization === undefined) {
      if (!this.config.keyless) throw unauthenticated();
      const reason = foreignTo(headers);
      if (reason !== null) throw new DomainError('forbidden', reason);
      return LOCAL_OWNER;
    }
    const key = /^Bearer +(\S{1,128}) *$/i.exec(headers.authorization)?.[1];
    const owner = key === undefined ? null : await this.keys.owner(key);
    if (owner === null) throw unauthenticated();
    return owner;
  }
}

function unauthenticated(): DomainError {
  return new DomainError(
    'unauthenticated',
    'Send "Authorization: Bearer kt_…" with a valid API key. Create one with: npm run keys -- create <name>',
  );
}
