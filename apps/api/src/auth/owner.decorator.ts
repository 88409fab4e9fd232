import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';

/** A request that the guard has let in. */
export interface AuthenticatedRequest extends Request {
  /** Id of the API key, or {@link LOCAL_OWNER}. */
  owner: string;
}

/** Owner of what is asked without a key. */
export const LOCAL_OWNER = 'local';

/** Who asks. */
export const Owner = createParamDecorator(
  (_: unknown, context: ExecutionContext): string =>
    context.switchToHttp().getRequest<AuthenticatedRequest>().owner,
);
