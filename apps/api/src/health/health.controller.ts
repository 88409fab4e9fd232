import { Controller, Get } from '@nestjs/common';
import { NeedsNoKey } from '../auth/auth.guard.js';
import { DetailedError } from '../http/detailed-error.js';
import { Readiness } from './readiness.js';

@NeedsNoKey()
@Controller()
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** Whether the process runs; restarting it would not mend a database. */
  @Get('healthz')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** Whether questions and documents would be worked on now. */
  @Get('readyz')
  async ready(): Promise<{ status: 'ready' }> {
    const missing = await this.readiness.missing();
    if (missing.length === 0) return { status: 'ready' };
    throw new DetailedError(
      'service_unavailable',
      `Not ready: ${missing.map(({ path }) => path).join(', ')}.`,
      missing,
    );
  }
}
