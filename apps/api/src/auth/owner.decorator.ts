import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { KnownKey } from './key-cache.js';

/** A request that the guard has let in. */
export interface AuthenticatedRequest extends Request {
  /** Whose key it came with; null without a key, from this machine's user, who may do everything. */
  caller: KnownKey | null;
}

/** Owner of what is asked without a key. */
const LOCAL_OWNER = 'local';

/** Whose questions and conversations these are: the id of the API key, or `local`. */
export const Owner = createParamDecorator(
  (_: unknown, context: ExecutionContext): string => callerOf(context)?.id ?? LOCAL_OWNER,
);

/** The key that calls; null for this machine's user. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): KnownKey | null =>
  callerOf(context),
);

function callerOf(context: ExecutionContext): KnownKey | null {
  return context.switchToHttp().getRequest<AuthenticatedRequest>().caller;
}
