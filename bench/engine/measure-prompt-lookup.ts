import type { EngineHost } from '#llm';
import type { Figure } from '../report/figure.js';
import { ask, countersOf, recital, startEngine, tinyPhi3 } from './tiny-engine.js';

/** DESIGN: what looking up is to bring on grounded answers. */
const FASTER = { value: 1.5, kind: 'at least' } as const;
const PARALLEL = [1, 4, 8];

export interface PromptLookupOptions {
  /** Where the model is written to. */
  folder: string;
  /** Tokens of an answer, and rounds per arrangement; the fastest round counts. */
  tokens: number;
  rounds: number;
  say: (line: string) => void;
}

/**
 * Prompt-lookup decoding against plain decoding, interleaved in one run: steps saved, and how many times faster the
 * answers are made. The model recites one text whatever it is asked. Its source holds the whole text, or every other
 * fifth of it, so that half of the answer is in its own words.
 */
export async function measurePromptLookup(options: PromptLookupOptions): Promise<Figure[]> {
  const { folder, tokens, rounds, say } = options;
  say('making a model that recites');
  const answer = recital(tokens);
  const size = ['--layers', '6', '--embd', '512', '--heads', '8', '--ff', '1536'];
  const path = tinyPhi3(folder, 'reciting', ['--answer', answer, ...size]);
  const model = { path, sequences: Math.max(...PARALLEL), longContext: 0 };
  const [plain, lookup] = [await startEngine({ ...model, promptLookup: false }), await startEngine(model)];
  const figures: Figure[] = [];
  try {
    for (const [name, source] of Object.entries({ whole: answer, half: everyOtherFifth(answer) })) {
      for (const parallel of PARALLEL) {
        say(`answering ${parallel} at once, ${name} answer in the source`);
        const ratios = [];
        let last: Measured[] = [];
        for (let round = 0; round <= rounds; round++) {
          last = [
            await answers(plain, source, parallel, answer),
            await answers(lookup, source, parallel, answer),
          ];
          // The first round reads the prompts.
          if (round > 0) ratios.push(last[0]!.ms / last[1]!.ms);
        }
        const at = `${name} answer quoted, ${parallel} at once`;
        const [without, with_] = last;
        figures.push(
          { name: `steps saved, ${at}`, value: 100 * (1 - with_!.steps / without!.steps), unit: '%' },
          {
            name: `times faster, ${at}`,
            value: ratios.toSorted((a, b) => a - b)[ratios.length >> 1] ?? 0,
            unit: '×',
            ...(name === 'whole' && { target: FASTER }),
          },
        );
      }
    }
  } finally {
    await Promise.all([plain.close(), lookup.close()]);
  }
  return figures;
}

interface Measured {
  ms: number;
  steps: number;
}

async function answers(
  host: EngineHost,
  source: string,
  parallel: number,
  expected: string,
): Promise<Measured> {
  const before = await countersOf(host);
  const began = performance.now();
  const asked = Array.from({ length: parallel }, (_, i) =>
    ask(host, { question: `Question ${i}?`, source, maxTokens: 2000 }),
  );
  for (const { text } of await Promise.all(asked)) {
    if (text !== expected) throw new Error('the model did not give the answer that it was made for');
  }
  const ms = performance.now() - began;
  return { ms, steps: (await countersOf(host)).steps - before.steps };
}

function everyOtherFifth(text: string): string {
  const words = text.split(' ');
  const piece = Math.ceil(words.length / 10);
  return words.filter((_, i) => Math.floor(i / piece) % 2 === 0).join(' ');
}
