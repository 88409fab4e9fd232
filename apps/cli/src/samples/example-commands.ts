import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const questionsSchema = z.object({
  questions: z.array(z.object({ language: z.string(), question: z.string() })),
});

/** One question in English and one in Japanese about the samples, as commands to paste into a shell. */
export async function exampleCommands(folder: string, url: string, apiKey?: string): Promise<string> {
  const file = await readFile(join(folder, 'questions.json'), 'utf8');
  const { questions } = questionsSchema.parse(JSON.parse(file));
  const pick = (language: string) => questions.find((item) => item.language === language)?.question ?? '';
  const show = (language: string) => curl(url, apiKey, pick(language));
  return `\nAsk in English:\n${show('en')}\n\n日本語で質問する：\n${show('ja')}\n`;
}

function curl(url: string, apiKey: string | undefined, question: string): string {
  // The key itself stays out of the terminal's history.
  const key = apiKey ? ` -H "Authorization: Bearer $KOTAE_API_KEY"` : '';
  const body = JSON.stringify({ question }).replaceAll("'", String.raw`'\''`);
  return `curl -s '${url}/v1/questions' -H 'Content-Type: application/json' -H 'Prefer: wait=60'${key} -d '${body}'`;
}
