import { PassThrough, Readable } from 'node:stream';
import { runCli } from '../../apps/cli/src/run-cli.js';

export interface CliResult {
  code: number;
  out: string;
  err: string;
}

/** Runs a command line of `kotae` in this process, with nothing of this process's environment. */
export async function cli(args: string[], env: Record<string, string> = {}, input = ''): Promise<CliResult> {
  const [out, err] = [new PassThrough({ encoding: 'utf8' }), new PassThrough({ encoding: 'utf8' })];
  const { signal } = new AbortController();
  const code = await runCli(args, { out, err, input: Readable.from([input]), env, signal });
  return { code, out: String(out.read() ?? ''), err: String(err.read() ?? '') };
}
