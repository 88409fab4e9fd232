import { defaultParseLimits, defaultProcessLimits, limitSettings } from '#documents';
import { loadConfig, parseLimits } from './config.js';

const servers = { DATABASE_URL: 'postgresql://localhost/kotae', REDIS_URL: 'redis://localhost' };

describe('the limits on documents', () => {
  it('are those of the parsers by default', () => {
    expect(parseLimits(loadConfig(servers))).toEqual({ ...defaultParseLimits, ...defaultProcessLimits });
  });

  it.each(Object.entries(limitSettings))('has a setting for %s: %s', (limit, setting) => {
    expect(parseLimits(loadConfig({ ...servers, [setting]: '77' }))).toMatchObject({ [limit]: 77 });
  });
});
