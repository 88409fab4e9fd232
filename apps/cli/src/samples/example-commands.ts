import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { SamplesConfig } from './config.js';

const questionsSchema = z.object({
  questions: z.array(z.object({ language: z.string(), question: z.string() })),
});

/** One question in English and one in Japanese about the samples, as commands to paste into a shell. */
export async function exampleCommands(config: SamplesConfig): Promise<string> {
  const file = await readFile(join(config.folder, 'questions.json'), 'utf8');
  const { questions } = questionsSchema.parse(JSON.parse(file));
  const pick = (language: string) => questions.find((item) => item.language === language)?.question ?? '';
  return `\nAsk in English:\n${curl(config, pick('en'))}\n\n日本語で質問する：\n${curl(config, pick('ja'))}\n`;
}

function curl({ url, apiKey }: SamplesConfig, question: string): string {
  // The key itself stays out of the terminal's history.
  const key = apiKey === undefined ? '' : ` -H "Authorization: Bearer $KOTAE_API_KEY"`;
  const body = JSON.stringify({ question }).replaceAll("'", String.raw`'\''`);
  return `curl -s '${url}/v1/questions' -H 'Content-Type: application/json' -H 'Prefer: wait=60'${key} -d '${body}'`;
}
