import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { CLI } from './command-line.js';

/** What `kotae` has shown on a terminal, both of its streams with all that steers the terminal, and how it ended. */
export interface Shown {
  code: number;
  screen: string;
}

/**
 * Runs `kotae` on a terminal, made by util-linux's `script`.
 * @param options `redirect` is a redirection of the shell, e.g. `> file`; `press` is called with all that is shown so
 * far each time there is more, and returns what is to be typed
 */
export async function onTerminal(
  args: string[],
  env: Record<string, string> = {},
  options: { redirect?: string; press?: (screen: string) => string | null } = {},
): Promise<Shown> {
  const quoted = [process.execPath, CLI, ...args].map(
    (word) => `'${word.replaceAll("'", String.raw`'\''`)}'`,
  );
  const command = `${quoted.join(' ')} ${options.redirect ?? ''}`;
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    env: { PATH: process.env['PATH'], TERM: 'xterm-256color', SHELL: '/bin/sh', ...env },
  });
  let screen = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text;
    const pressed = options.press?.(screen) ?? null;
    if (pressed !== null) child.stdin.write(pressed);
  });
  const [code] = (await once(child, 'close')) as [number];
  return { code, screen };
}
