import { DomainError } from '#contracts';

const UNITS: Record<string, number> = { gib: 2 ** 30, mib: 2 ** 20, gb: 1e9, mb: 1e6 };

/**
 * Reads a size of memory: `8GiB`, `8 GiB`, `24GB`, `6144MiB`; a bare number means GiB.
 *
 * @throws DomainError `invalid_request`
 */
export function parseBytes(text: string): number {
  const [, number, unit] = /^\s*(\d+(?:\.\d+)?)\s*(gib|mib|gb|mb)?\s*$/i.exec(text) ?? [];
  const bytes = Number(number) * UNITS[unit?.toLowerCase() ?? 'gib']!;
  if (bytes > 0) return bytes;
  throw new DomainError('invalid_request', `"${text}" is no size of memory; write it like 8GiB or 24GB.`);
}
