import { PassThrough, Readable } from 'node:stream';
import { evalCommand } from '../../eval/commands/eval.command.js';
import { runCli } from '../../apps/cli/src/run-cli.js';

export interface CliResult {
  code: number;
  out: string;
  err: string;
}

/** Runs a command line of the repository's `kotae` in this process, with nothing of this process's environment. */
export async function cli(args: string[], env: Record<string, string> = {}, input = ''): Promise<CliResult> {
  const [out, err] = [new PassThrough({ encoding: 'utf8' }), new PassThrough({ encoding: 'utf8' })];
  const { signal } = new AbortController();
  const io = { out, err, input: Readable.from([input]), env, signal };
  const code = await runCli(args, io, evalCommand);
  return { code, out: String(out.read() ?? ''), err: String(err.read() ?? '') };
}
