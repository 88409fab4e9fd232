import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { CliResult } from './cli.js';

export const CLI = 'dist/apps/cli/src/main.js';

/** Runs `kotae` as its users do: a process of its own, with only these settings. */
export async function commandLine(
  args: string[],
  env: Record<string, string> = {},
  options: { input?: string; whileRunning?: (child: ChildProcess) => Promise<void> } = {},
): Promise<CliResult> {
  const child = spawn(process.execPath, [CLI, ...args], { env: { PATH: process.env['PATH'], ...env } });
  const result = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  child.stdin.end(options.input ?? '');
  await options.whileRunning?.(child);
  const [out, err, [code]] = await result;
  return { code: code as number, out, err };
}
