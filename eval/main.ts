/**
 * `npm run eval -- run|compare|gate|make|calibrate|table|injection|formats …`: how good search, answers, citations and refusals are,
 * on questions whose answers are known, and what becomes of files. docs/quality.md describes the commands, the method and our own figures.
 */
import { calibrate } from './commands/calibrate.js';
import { compare } from './commands/compare.js';
import { formats } from './commands/formats.js';
import { gate } from './commands/gate.js';
import { injection } from './commands/injection.js';
import { make } from './commands/make.js';
import { run } from './commands/run.js';
import { table } from './commands/table.js';

const commands: Record<string, (args: string[]) => Promise<void>> = {
  run,
  compare,
  gate,
  make,
  calibrate,
  table,
  injection,
  formats,
};

async function main(): Promise<void> {
  const [name = '', ...args] = process.argv.slice(2);
  const command = commands[name];
  if (!command) throw new Error(`Say what to do: ${Object.keys(commands).join(', ')}.`);
  await command(args);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
