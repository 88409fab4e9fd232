import type { CommandContext } from './context.js';

/**
 * Whether a stream gets colours: a terminal does, unless `NO_COLOR` (https://no-color.org) or a `TERM` of `dumb` says
 * otherwise; `FORCE_COLOR` gives them to anything.
 */
export function hasColours(
  stream: NodeJS.WritableStream & { isTTY?: boolean },
  env: CommandContext['env'],
): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR && env.FORCE_COLOR !== '0') return true;
  return stream.isTTY === true && env.TERM !== 'dumb';
}
