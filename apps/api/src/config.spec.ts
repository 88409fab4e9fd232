import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadConfig } from './config.js';

const services = { DATABASE_URL: 'postgres://u:p@localhost/kotae', REDIS_URL: 'redis://localhost:6379' };

describe('loadConfig', () => {
  it('needs only to know where its services are', () => {
    expect(loadConfig(services)).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      originalsFolder: resolve('.data/originals'),
      maxUploadBytes: 2_147_483_648,
      keyless: false,
      logFormat: 'json',
    });
  });

  it('takes empty variables for unset ones', () => {
    expect(loadConfig({ ...services, PORT: '', HOST: '', DATABASE_URL_FILE: '' })).toMatchObject({
      port: 3000,
    });
  });

  it.each([
    ['development', '127.0.0.1', true],
    ['development', 'localhost', true],
    ['development', '::1', true],
    ['development', '0.0.0.0', false],
    ['development', '192.168.1.2', false],
    ['production', '127.0.0.1', false],
    ['', '127.0.0.1', false],
  ])('NODE_ENV=%s on %s: keyless %s', (NODE_ENV, HOST, keyless) => {
    expect(loadConfig({ ...services, NODE_ENV, HOST }).keyless).toBe(keyless);
  });

  it('reads secrets from files', () => {
    const folder = mkdtempSync(join(tmpdir(), 'config-'));
    const file = join(folder, 'url');
    writeFileSync(file, 'postgres://from-file/kotae\n');
    const config = loadConfig({ REDIS_URL: services.REDIS_URL, DATABASE_URL_FILE: file });
    expect(config.databaseUrl).toBe('postgres://from-file/kotae');
    rmSync(folder, { recursive: true });
  });

  it('names everything that is wrong, without its value', () => {
    const env = {
      DATABASE_URL: 'mysql://secret@host',
      REDIS_URL_FILE: '/does/not/exist',
      PORT: '99999',
      KOTAE_MAX_UPLOAD_BYTES: 'many',
    };
    let message = '';
    try {
      loadConfig(env);
    } catch (error) {
      message = (error as Error).message;
    }
    for (const name of ['DATABASE_URL', 'REDIS_URL_FILE', 'REDIS_URL', 'PORT', 'KOTAE_MAX_UPLOAD_BYTES']) {
      expect(message).toContain(`${name}: `);
    }
    expect(message).not.toContain('secret');
  });
});
