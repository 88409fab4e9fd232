import { execFileSync } from 'node:child_process';
import type { EngineHost, PromptContent } from '#llm';
import { readAttacks, type Attack } from '../../eval/injection/attacks.js';
import { tinyPhi3 } from '../support/tiny-models.js';
import { ask, ENGINE_TIMEOUT_MS, sources, startEngine } from './support/engine.js';

jest.setTimeout(ENGINE_TIMEOUT_MS);

interface Built {
  tokens: number[];
  pieces: string[];
}

const attacks = readAttacks('eval/injection/attacks.json');
const contentOf = ({ question, honest, hostile }: Attack): PromptContent => ({
  question,
  grounded: true,
  sources: sources(honest, hostile),
  history: [{ question: hostile, answer: hostile }],
});

function build(contents: PromptContent[]): Built[] {
  const printed = execFileSync(process.execPath, ['test/support/print-prompts.mjs', tinyPhi3()], {
    input: JSON.stringify(contents),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(printed) as Built[];
}

describe('hostile documents in a prompt, by the real vocabulary', () => {
  const built = build(attacks.map(contentOf));
  const cases = attacks.map((attack, index): [string, Built] => [attack.id, built[index]!]);

  it.each(cases)('%s brings no control token and forges no mark', (_, { tokens, pieces }) => {
    const control = tokens.filter((token) => token < 3 || token >= 32000);
    expect(control).toEqual([1, 32006, 32007, 32010, 32007, 32001]);
    const named = pieces.indexOf('";');
    const mark = tokens.slice(pieces.lastIndexOf('"', named) + 1, named);
    expect(mark.length).toBeGreaterThan(2);
    const marked = tokens.flatMap((_, at) =>
      mark.every((token, i) => tokens[at + i] === token) ? [at] : [],
    );
    const behind = marked.map((at) => pieces.slice(at + mark.length, at + mark.length + 4).join(''));
    expect(behind).toEqual([
      expect.stringMatching(/^";/),
      '[1]',
      '[2]',
      expect.stringMatching(/^Earlier/),
      expect.stringMatching(/^Question:/),
    ]);
  });

  it('shows the model nothing that people do not see', () => {
    const text = built.flatMap(({ pieces }) => pieces).join('');
    expect(text).not.toMatch(/[\u200B\u202A-\u202E\u2060-\u2069\u{E0000}-\u{E007F}]/u);
  });

  it('marks another process otherwise', () => {
    const contents = attacks.slice(0, 1).map(contentOf);
    expect(build(contents)[0]!.tokens).not.toEqual(build(contents)[0]!.tokens);
  });
});

describe('marked sources in the engine', () => {
  let host: EngineHost;

  beforeAll(async () => {
    host = await startEngine({ path: tinyPhi3() });
  });
  afterAll(() => host.close());

  it('cost what they measure, whatever their mark', async () => {
    for (const attack of attacks.slice(0, 6)) {
      const content = contentOf(attack);
      const { fixed, sources: costs, history } = await host.measure(content);
      const { promptTokens } = await ask(host, { ...content, maxTokens: 1 }).answer;
      expect(promptTokens).toBe([...costs, ...history].reduce((sum, tokens) => sum + tokens, fixed));
    }
  });

  it('are reused as far as two prompts begin with the same ones', async () => {
    const [first = '', second = '', other = ''] = ['a', 'b', 'c'].map((word) =>
      `The ${word} rule. `.repeat(60),
    );
    await ask(host, { sources: sources(first, second), question: 'How long?' }).answer;
    const { sources: costs } = await host.measure({
      question: '',
      grounded: true,
      sources: sources(first, second),
    });
    const { reusedTokens } = await ask(host, { sources: sources(first, other), question: 'Who?' }).answer;
    expect(reusedTokens).toBeGreaterThan(costs[0]!);
    expect(reusedTokens).toBeLessThan(costs[0]! + costs[1]!);
  });
});
