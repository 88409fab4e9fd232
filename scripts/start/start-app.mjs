import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../paths.mjs';
import { keepRunning } from '../process/keep-running.mjs';
import { openLog } from '../process/log-file.mjs';

/** A worker may take this long to finish its answers or to hand them back. */
const GRACE_MS = 30_000;
const TAIL_LINES = 25;
/** Lines that a person wants to see at once, in the format for people and in JSON. */
const NOTEWORTHY = /^\[[^\]]+\] \d+ .*\s(?:WARN|ERROR|FATAL)\s|^\{.*"level":"(?:warn|error|fatal)"/;
/** Lines that do not explain a failure. */
const ROUTINE = /^\[[^\]]+\] \d+ .*\s(?:LOG|DEBUG|VERBOSE)\s|^\{.*"level":"(?:log|debug|verbose)"/;
/** How Node names the error that ended a program. */
const UNCAUGHT = /^\w*Error\b.*: /;

/**
 * Keeps one of our programs running, with its output in a log file and its warnings and errors on the terminal.
 *
 * @param {object} options
 * @param {'api' | 'worker'} options.program
 * @param {string} [options.name] what it is called in messages and logs, when there are several
 * @param {NodeJS.ProcessEnv} options.env
 * @param {string} options.logDir
 * @param {ReturnType<typeof import('../process/records.mjs').processRecords>} options.records
 * @param {(line: string) => void} options.say
 * @param {(problem: string) => void} options.onGiveUp
 */
export function startApp({ program, name = program, env, logDir, records, say, onGiveUp }) {
  const log = openLog(join(logDir, `${name}.log`));
  let reason;
  const launch = () => {
    reason = undefined;
    const child = spawn(
      process.execPath,
      ['--enable-source-maps', join(root, `dist/apps/${program}/src/main.js`)],
      {
        cwd: root,
        env,
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    records.track(name, child);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => log.write(chunk));
      createInterface({ input: stream }).on('line', (line) => {
        if (NOTEWORTHY.test(line)) say(`[${name}] ${line}`);
        if (UNCAUGHT.test(line)) reason ??= line;
      });
    }
    return child;
  };
  const describe = (how) => (reason ? `${how}, ${reason}` : how);
  return keepRunning({
    launch,
    stopSignal: 'SIGTERM',
    graceMs: GRACE_MS,
    onRestart: (how, pauseMs) =>
      say(`the ${name} ended (${describe(how)}); starting it again in ${pauseMs / 1000} s`),
    onGiveUp: (how) =>
      onGiveUp(`the ${name} keeps ending (${how}); from ${log.path}:\n\n${log.tail(TAIL_LINES, ROUTINE)}`),
  });
}
