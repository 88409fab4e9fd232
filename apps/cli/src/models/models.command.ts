import { CliCommand } from '../command/cli-command.js';
import type { CommandContext } from '../command/context.js';
import { readConfig } from './config.js';
import type { PlanOptions } from './plan-model.js';

/**
 * `kotae models`: the model files on this machine. Ctrl-C keeps what a pull has received. The commands are loaded when
 * they run: the image of the API has this program, but not the libraries that read models.
 */
export function modelsCommand(context: CommandContext): CliCommand {
  const { env, signal } = context;
  const models = new CliCommand('models')
    .summary('list, fetch, verify and plan model files')
    .description('The model files on this machine: Phi-3, embedders and rerankers.')
    .section(
      'Environment',
      'KOTAE_MODELS_DIR: the folder (default .data/models). HF_ENDPOINT: a mirror of huggingface.co. HF_TOKEN: an ' +
        'access token.',
    );
  models
    .command('list')
    .description('List the models that Kotae knows, and which of them are on disk.')
    .json()
    .example('npx kotae models list', 'sizes, licences, and what is on disk')
    .action(async ({ json = false }: { json?: boolean }) => {
      const { listModels } = await import('./list-models.js');
      context.exitCode = await listModels(readConfig(env), context, json);
    });
  models
    .command('pull')
    .argument('[names...]', 'names of the list, or hf:owner/repository/file.gguf')
    .description('Fetch models; without a name the recommended pair, a Phi-3 and an embedder.')
    .json()
    .example(
      'npx kotae models pull',
      'fetch what is recommended; again after a break it goes on where it was',
    )
    .action(async (names: string[], { json = false }: { json?: boolean }) => {
      const { pullModels } = await import('./pull-models.js');
      context.exitCode = await pullModels(names, readConfig(env), context, { json, signal });
    });
  models
    .command('verify')
    .argument('[names...]', 'as for pull, or paths; without a name every model of the list that is on disk')
    .description('Read model files again and compare their SHA-256.')
    .json()
    .example('npx kotae models verify', 'all that are here')
    .action(async (names: string[], { json = false }: { json?: boolean }) => {
      const { verifyModels } = await import('./verify-models.js');
      context.exitCode = await verifyModels(names, readConfig(env), context, { json });
    });
  models
    .command('plan')
    .argument(
      '[name]',
      'a name of the list, an hf: address or a path; without it what fits which GPU, for all names',
    )
    .option('--vram <size>', 'memory of the GPU, like 8GiB; without it the CPU computes')
    .option('--ram <size>', 'RAM (default: what is free here)')
    .option('--gpu <kind>', 'cpu, cuda, metal or vulkan (default: cuda where --vram is given)')
    .option('--sequences <number>', 'questions answered at once (default: 2)')
    .option('--long-context <tokens>', 'context of the long lane (default: 32768)')
    .description('Show how a model would lie in memory, and what would fit at most. Nothing is loaded.')
    .json()
    .example('npx kotae models plan phi-3.5-mini-instruct-q4-k-m --vram 16GiB', 'before a GPU is bought')
    .action(async (name: string | undefined, { json = false, ...machine }: Partial<PlanOptions>) => {
      if (name === undefined) {
        const { catalogueCapacities, planCatalogue } = await import('./plan-catalogue.js');
        context.out.write(`${json ? JSON.stringify(catalogueCapacities()) : planCatalogue()}\n`);
        return;
      }
      const { planModel } = await import('./plan-model.js');
      context.exitCode = await planModel(name, readConfig(env), context, { json, ...machine });
    });
  return models;
}
