import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DomainError } from '#contracts';
import type { CommandContext } from '../../apps/cli/src/command/context.js';
import type { EvalConfig } from '../config.js';
import type { Measured } from '../measure/measured.js';
import { summarise } from '../measure/summarise.js';
import { readQuestions } from '../question-files/read-questions.js';
import { sample } from '../question-files/sample.js';
import { writeReport } from '../report/write-report.js';
import { measureAll } from './measure-all.js';
import { openSubject } from './open-subject.js';
import { Progress } from './progress.js';
import { ResultsFile } from './results-file.js';
import { FORMAT, writeRunFile, type RunFile } from './run-file.js';
import type { RunOptions } from './run-options.js';

/** Questions in a language from which on it has figures of its own: a set may hold a stray name in the other one. */
const LEAST_QUESTIONS = 5;

/** Where a run's results are. */
export interface FinishedRun {
  run: RunFile;
  /** Holds `run.json`, `report.md` and its charts, and `results.jsonl`, with which it can go on. */
  folder: string;
}

/** `kotae eval run`: read questions → open what answers them → measure each one → write results, report and charts. */
export async function runEvaluation(
  options: RunOptions,
  config: EvalConfig,
  context: CommandContext,
): Promise<FinishedRun> {
  const progress = new Progress(context);
  const file = readQuestions(options.questions);
  const questions = sample(file.questions, options.limit, options.seed);
  if (questions.length === 0)
    throw new DomainError('invalid_request', 'The question files hold no questions.');
  const subject = await openSubject(options, file.contexts, config, { context, progress });
  try {
    const closedBook = options.answers && options.closedBook && subject.hasModel;
    const settings = { ...subject.traits, ...settingsOf(options), closedBook, build: config.build ?? null };
    const fingerprint = fingerprintOf({ settings, questions });
    const folder = options.out ?? join(config.runsFolder, `${options.name}-${fingerprint.slice(0, 8)}`);
    const results = ResultsFile.open(join(folder, 'results.jsonl'), fingerprint, options.fresh);
    const measured = await measureAll(questions, subject, { ...options, closedBook }, { results, progress });
    const run: RunFile = {
      format: FORMAT,
      name: options.name,
      settings,
      summary: summarise(measured),
      languages: byLanguage(measured),
      questions: measured,
    };
    writeRunFile(join(folder, 'run.json'), run);
    writeReport(folder, run);
    return { run, folder };
  } finally {
    progress.end();
    await subject.close();
  }
}

function settingsOf({
  limit,
  seed,
  topK,
  contextTokens,
  maxTokens,
  answers,
  withinDocument,
}: RunOptions): RunFile['settings'] {
  const sampled: RunFile['settings'] = Number.isFinite(limit) ? { limit, seed } : {};
  return { ...sampled, withinDocument, answers, topK, contextTokens, maxTokens };
}

function fingerprintOf(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

function byLanguage(measured: readonly Measured[]): RunFile['languages'] {
  const groups = (['en', 'ja'] as const)
    .map((language) => [language, measured.filter((each) => each.language === language)] as const)
    .filter(([, of]) => of.length >= LEAST_QUESTIONS);
  return groups.length < 2
    ? {}
    : Object.fromEntries(groups.map(([language, of]) => [language, summarise(of)]));
}
