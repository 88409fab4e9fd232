import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The ports of the last run, so that addresses stay the same from one start to the next.
 *
 * @param {string} dataDir
 * @returns {{ postgres?: number, redis?: number, api?: number }}
 */
export function rememberedPorts(dataDir) {
  try {
    return JSON.parse(readFileSync(join(dataDir, 'ports.json'), 'utf8'));
  } catch {
    return {};
  }
}

/** @param {string} dataDir @param {{ postgres?: number, redis?: number, api?: number }} ports */
export function rememberPorts(dataDir, ports) {
  const file = join(dataDir, 'ports.json');
  writeFileSync(`${file}.new`, JSON.stringify({ ...rememberedPorts(dataDir), ...ports }, null, 2));
  renameSync(`${file}.new`, file);
}
