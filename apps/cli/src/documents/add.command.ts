import { exitCodes, type CommandContext } from '../command/context.js';
import { CliCommand } from '../command/cli-command.js';
import { collect } from '../command/filter-options.js';
import { openKotae } from '../command/open-kotae.js';
import { addFile, type Added } from './add-file.js';
import { findFiles, type FoundFile } from './find-files.js';
import { ProgressLines } from './progress-lines.js';

/** Files that are on their way at a time. */
const AT_ONCE = 3;

interface AddOptions {
  collection: string;
  name?: string;
  tag?: string[];
  date?: string;
  sourceUrl?: string;
  wait?: boolean;
  json?: boolean;
}

/** `kotae add`: files, folders and the input into a collection. */
export function addCommand(context: CommandContext): CliCommand {
  return new CliCommand('add')
    .argument('<paths...>', 'files and folders; "-" takes the input, under the name that --name gives')
    .summary('put files and folders into a collection')
    .description(
      'Upload files, and all files of folders under their paths there. The same name with the same bytes changes ' +
        'nothing; new bytes are the next version. One bad file does not keep the others out.',
    )
    .option('-k, --collection <name>', 'the collection to put them into', 'default')
    .option('--name <name>', 'name of the one file or of the input')
    .option('--tag <tag>', 'a tag of the documents; repeat it for more', collect)
    .option('--date <date>', 'the day that they are of, YYYY-MM-DD')
    .option('--source-url <url>', 'where they come from')
    .option('-w, --wait', 'wait until each is ready, or say why it is not')
    .json()
    .example('npx kotae add --wait handbook.pdf', 'one file, until it can be asked about')
    .example('npx kotae add ~/policies --tag policy', 'a folder')
    .example('pandoc notes.org -t markdown | npx kotae add - --name notes.md', 'what another program prints')
    .action((paths: string[], options: AddOptions) => add(context, paths, options));
}

async function add(context: CommandContext, paths: string[], options: AddOptions): Promise<void> {
  const kotae = openKotae(context);
  const files = await findFiles(paths, options.name, context.input);
  const progress = new ProgressLines(context, options.json ?? false);
  const added: Added[] = [];
  const waiting = [...files];
  const work = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      context.signal.throwIfAborted();
      added.push(await addFile(kotae, file, metadataOf(options), context, progress));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work)).finally(() => progress.stop());
  if (options.json) context.out.write(`${JSON.stringify(inOrder(added, files))}\n`);
  if (added.some(({ error }) => error !== null)) context.exitCode = exitCodes.failed;
}

function metadataOf({ collection, tag, date, sourceUrl, wait }: AddOptions) {
  return {
    collection,
    wait: wait ?? false,
    metadata: {
      ...(tag && { tags: tag }),
      ...(date && { date }),
      ...(sourceUrl && { source_url: sourceUrl }),
    },
  };
}

/** In the order in which the files were found, whatever order they were ready in. */
function inOrder(added: Added[], files: FoundFile[]): Added[] {
  const byName = new Map(added.map((one) => [one.name, one]));
  return files.flatMap(({ name }) => byName.get(name) ?? []);
}
