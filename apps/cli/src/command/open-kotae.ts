import { KotaeClient, type RetryPolicy } from '#client';
import { DomainError } from '#contracts';
import { z } from 'zod';
import type { CommandContext } from './context.js';

const DEFAULT_URL = 'http://127.0.0.1:3000';
const urlSchema = z.url({ protocol: /^https?$/ });

/** The service of `KOTAE_URL` and `KOTAE_API_KEY`; `retry` for more patience than usual. @throws DomainError when the address is none */
export function openKotae({ env }: Pick<CommandContext, 'env'>, retry?: Partial<RetryPolicy>): KotaeClient {
  const url = urlSchema.safeParse(env.KOTAE_URL || DEFAULT_URL);
  if (!url.success) throw new DomainError('invalid_request', 'KOTAE_URL must be like http://127.0.0.1:3000');
  return new KotaeClient({ url: url.data, apiKey: env.KOTAE_API_KEY || undefined, retry });
}
