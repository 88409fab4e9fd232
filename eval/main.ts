/**
 * `kotae …` in the repository: the command line with `kotae eval`, which measures how good search, answers, citations
 * and refusals are, on questions whose answers are known, and what becomes of files. docs/quality.md describes the
 * commands, the method and our own figures.
 */
import { runProcess } from '../apps/cli/src/run-process.js';
import { evalCommand } from './commands/eval.command.js';

void runProcess(process.env, evalCommand);
