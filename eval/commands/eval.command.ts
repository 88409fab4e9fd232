import { CliCommand } from '../../apps/cli/src/command/cli-command.js';
import type { CommandContext } from '../../apps/cli/src/command/context.js';
import { collect } from '../../apps/cli/src/command/filter-options.js';
import { count, number } from '../../apps/cli/src/command/numbers.js';
import type { FormatsOptions } from './formats.js';
import type { InjectionOptions } from './injection.js';
import type { MakeOptions } from './make.js';
import { calibrateCommand, gateCommand, runCommand } from './run.command.js';
import type { TableOptions } from './table.js';

/** `kotae eval`: its commands are loaded when they run, since they bring the worker's libraries with them. */
export function evalCommand(context: CommandContext): CliCommand {
  const evaluation = new CliCommand('eval')
    .summary('measure the quality of search and answers')
    .description(
      'Measure how good search, answers, citations and refusals are, on questions whose answers are known, with the ' +
        "worker's own code or over the API of a running Kotae. docs/quality.md has the method and our figures.",
    )
    .section(
      'Environment',
      'KOTAE_MODEL, KOTAE_EMBEDDER, KOTAE_RERANKER and whatever else the worker reads; KOTAE_URL and KOTAE_API_KEY for a ' +
        'running Kotae. Results are below KOTAE_DATA_DIR.',
    )
    .section(
      'Exit status',
      '0 done; 1 failed, or a gate found something worse; 2 wrong usage; 4 the service does not answer; 130 interrupted.',
    )
    .example('npx kotae eval make --docs ~/handbook --out questions.jsonl', 'drafts of questions, to correct')
    .example('npx kotae eval run --questions questions.jsonl --docs ~/handbook', 'measure');
  evaluation.hook('preAction', async () => {
    const { KOTAE_OCR_TOOLS: tools } = context.env;
    if (tools) (await import('#documents')).lookForToolsIn(tools);
  });
  evaluation.addCommand(runCommand(context));
  evaluation
    .command('compare')
    .argument('<before>', 'run.json of a run')
    .argument('<after>', 'run.json of another one on the same questions')
    .description('Show what changed between two runs, and how surely.')
    .json()
    .example('npx kotae eval compare before/run.json after/run.json', 'a table in Markdown')
    .action(async (before: string, after: string, options: { json?: boolean }) => {
      const { compare } = await import('./compare.js');
      compare(context, before, after, options);
    });
  evaluation.addCommand(gateCommand(context));
  evaluation
    .command('make')
    .description('Draft questions from documents, for a person to correct.')
    .requiredOption('--docs <path>', 'documents, or a folder of them; repeat it for more', collect)
    .requiredOption('--out <file>', 'a new file, in JSON Lines')
    .option('--count <n>', 'drafts at most', count, 30)
    .option('--seed <n>', 'which facts are asked for', number, 1)
    .option('--model <id>', 'as KOTAE_MODEL')
    .json()
    .example('npx kotae eval make --docs ~/handbook --out questions.jsonl', 'thirty drafts')
    .action(async (options: MakeOptions) => {
      const { make } = await import('./make.js');
      await make(context, options);
    });
  evaluation.addCommand(calibrateCommand(context));
  evaluation
    .command('table')
    .argument('<runs...>', 'run.json of each run')
    .description('Show the figures of several runs side by side.')
    .option('--charts <folder>', 'draw charts into this folder too, as SVG')
    .json()
    .example('npx kotae eval table a/run.json b/run.json --charts charts', 'a table, and two charts')
    .action(async (paths: string[], options: TableOptions) => {
      const { table } = await import('./table.js');
      table(context, paths, options);
    });
  evaluation
    .command('injection')
    .description('Measure how often a model follows orders that stand in documents.')
    .option('--attacks <file>', 'questions, passages and attacks', 'eval/injection/attacks.json')
    .option('--model <id>', 'as KOTAE_MODEL')
    .option('--out <file>', 'where every answer is written (default: by the model)')
    .json()
    .example('npx kotae eval injection --model path/to/model.gguf', 'of a model file')
    .action(async (options: InjectionOptions) => {
      const { injection } = await import('./injection.js');
      await injection(context, options);
    });
  evaluation
    .command('formats')
    .argument('<folders...>', 'folders of files')
    .description(
      'Read every file of a folder as an upload would be, and tell what became of it, by format. PDFs are compared ' +
        "with poppler's pdftotext where that is installed.",
    )
    .option('--ocr', 'recognise the text of pictures too, with Tesseract; takes seconds for each page', false)
    .option('--only <ending>', 'files with this ending only')
    .option('--texts <folder>', 'write each text there, to look at')
    .json()
    .section('Exit status', '0 done; 1 a file crashed or hung a parser, or something was left behind.')
    .example('npx kotae eval formats ~/Documents --only pdf', 'all PDFs below a folder')
    .action(async (folders: string[], options: FormatsOptions) => {
      const { formats } = await import('./formats.js');
      await formats(context, folders, options);
    });
  return evaluation;
}
