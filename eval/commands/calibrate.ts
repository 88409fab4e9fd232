import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fitThresholds } from '#retrieval';
import { Models } from '../../apps/worker/src/models/models.js';
import { describeFit } from '../calibrate/describe-fit.js';
import { takeSamples } from '../calibrate/take-samples.js';
import { loadConfig } from '../config.js';
import { readQuestions } from '../question-files/read-questions.js';
import { sample } from '../question-files/sample.js';
import { openInProcess } from '../run/open-subject.js';
import { Progress } from '../run/progress.js';
import { KotaeClient } from '../subject/kotae-client.js';
import { runArguments, toRunOptions, withModels } from './run-arguments.js';

/**
 * `eval calibrate --questions file [--docs folder] [--store collection] [--out file]`: fits the thresholds at which
 * questions are refused, on questions that the documents answer and others that they do not, and gives them to a
 * collection of a running Kotae.
 */
export async function calibrate(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      ...runArguments,
      store: { type: 'string' },
      'most-false-refusals': { type: 'string', default: '1' },
    },
  });
  const options = toRunOptions(values);
  if (options.collection !== null) {
    throw new Error(
      'Calibration searches in process: name the documents with --docs, and the collection with --store.',
    );
  }
  const mostFalseRefusals = Number(values['most-false-refusals']) / 100;
  if (!(mostFalseRefusals >= 0 && mostFalseRefusals <= 1)) {
    throw new Error('--most-false-refusals takes per cent of the questions, 0 to 100.');
  }
  const config = withModels(loadConfig(), values);
  const client = values.store === undefined ? null : new KotaeClient(urlOf(config.url), config.apiKey);
  await client?.expectCollection(values.store!);

  const progress = new Progress();
  const file = readQuestions(options.questions);
  const questions = sample(file.questions, options.limit, options.seed);
  const kotae = await openInProcess(options, file.contexts, config, await Models.open(config), progress);
  try {
    const samples = await takeSamples(questions, kotae, options, progress);
    const thresholds = fitThresholds(samples, { mostFalseRefusals });
    process.stdout.write(`${describeFit(samples, thresholds)}\n\n${JSON.stringify(thresholds, null, 2)}\n`);
    if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify(thresholds, null, 2)}\n`);
    await client?.setRefusal(values.store!, thresholds);
    if (client) process.stdout.write(`Collection ${values.store} refuses by them from now on.\n`);
  } finally {
    progress.end();
    await kotae.close();
  }
}

function urlOf(url: string | undefined): string {
  if (url === undefined)
    throw new Error('Kotae does not run here: start it with npm start, or set KOTAE_URL.');
  return url;
}
