import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/**
 * The passwords of the private servers, made once per installation and readable by their owner only.
 *
 * @param {string} file
 * @returns {{ postgresAdmin: string, postgres: string, redis: string }}
 */
export function loadSecrets(file) {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const secrets = { postgresAdmin: secret(), postgres: secret(), redis: secret() };
  writeFileSync(`${file}.new`, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return secrets;
}

function secret() {
  return randomBytes(24).toString('base64url');
}
