import { DomainError } from '#contracts';
import { NotFoundException } from '@nestjs/common';
import { toDomainError } from './to-domain-error.js';

const withCode = (code: string, message = 'x'): Error => Object.assign(new Error(message), { code });

describe('toDomainError', () => {
  it('leaves a foreseen error as it is', () => {
    const error = new DomainError('conflict', 'No.');
    expect(toDomainError(error)).toBe(error);
  });

  it.each(['ECONNREFUSED', 'ECONNRESET', '57P01', '08006', '53300', '57014', '40001'])(
    'takes %s for an outage that passes',
    (code) => {
      expect(toDomainError(withCode(code))).toMatchObject({ code: 'service_unavailable', retryable: true });
    },
  );

  it.each([
    'Connection terminated unexpectedly',
    'timeout exceeded when trying to connect',
    "Stream isn't writeable and enableOfflineQueue options is false",
    'Reached the max retries per request limit (which is 1).',
    "OOM command not allowed when used memory > 'maxmemory'.",
  ])('takes "%s" for an outage that passes', (message) => {
    expect(toDomainError(new Error(message)).code).toBe('service_unavailable');
  });

  it.each(['ENOSPC', 'EDQUOT', '53100'])('takes %s for a full disk', (code) => {
    expect(toDomainError(withCode(code)).code).toBe('storage_full');
  });

  it('takes an unknown route for what it is', () => {
    expect(toDomainError(new NotFoundException('Cannot GET /x')).code).toBe('not_found');
  });

  it.each([
    new Error('password=secret'),
    withCode('23505', 'secret'),
    'secret',
    null,
    undefined,
    { secret: 1 },
  ])('tells nothing of what nobody foresaw (%#)', (error) => {
    const shown = toDomainError(error);
    expect(shown.code).toBe('internal_error');
    expect(shown.message).not.toContain('secret');
    expect(shown.cause).toBe(error);
  });
});
