import { writeFileSync } from 'node:fs';
import { DomainError } from '#contracts';
import { fitThresholds } from '#retrieval';
import type { CommandContext } from '../../apps/cli/src/command/context.js';
import { openKotae } from '../../apps/cli/src/command/open-kotae.js';
import { Models } from '../../apps/worker/src/models/models.js';
import { describeFit } from '../calibrate/describe-fit.js';
import { takeSamples } from '../calibrate/take-samples.js';
import { loadConfig } from '../config.js';
import { readQuestions } from '../question-files/read-questions.js';
import { sample } from '../question-files/sample.js';
import { openInProcess } from '../run/open-subject.js';
import { Progress } from '../run/progress.js';
import { toRunOptions, type RunValues } from './run-options.js';

/** What `kotae eval calibrate` is asked for with. */
export interface CalibrateOptions extends RunValues {
  store?: string;
  /** In per cent of the questions that the documents answer. */
  mostFalseRefusals: number;
  json?: boolean;
}

/** `kotae eval calibrate`: fits the thresholds at which questions are refused, and gives them to a collection. */
export async function calibrate(context: CommandContext, values: CalibrateOptions): Promise<void> {
  const { store, mostFalseRefusals, json, out: file } = values;
  const options = toRunOptions(values);
  if (options.collection !== null) {
    throw new DomainError(
      'invalid_request',
      'Calibration searches in process: name the documents with --docs, and the collection with --store.',
    );
  }
  const config = loadConfig(context.env, values);
  const kotae = openKotae(context);
  // Before the work: a wrong name should not be found out after it.
  if (store !== undefined) await kotae.collections.get(store, context.signal);

  const progress = new Progress(context);
  const { questions: all, contexts } = readQuestions(options.questions);
  const questions = sample(all, options.limit, options.seed);
  const subject = await openInProcess(options, contexts, config, await Models.open(config), progress);
  try {
    const samples = await takeSamples(questions, subject, options, progress);
    const thresholds = fitThresholds(samples, { mostFalseRefusals: mostFalseRefusals / 100 });
    const pretty = JSON.stringify(thresholds, null, 2);
    if (file !== undefined) writeFileSync(file, `${pretty}\n`);
    if (store !== undefined) await kotae.collections.change(store, { refusal: thresholds }, context.signal);
    if (json) context.out.write(`${JSON.stringify({ thresholds, stored: store ?? null })}\n`);
    else context.out.write(`${describeFit(samples, thresholds)}\n\n${pretty}\n${storedIn(store)}`);
  } finally {
    progress.end();
    await subject.close();
  }
}

function storedIn(collection: string | undefined): string {
  return collection === undefined ? '' : `Collection ${collection} refuses by them from now on.\n`;
}
