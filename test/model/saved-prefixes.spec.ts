import { once } from 'node:events';
import { EventEmitter } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EngineHost, type ModelOptions } from '#llm';
import { tinyLora, tinyPhi3 } from '../support/tiny-models.js';
import { ask, countersOf, ENGINE_TIMEOUT_MS, sources } from './support/engine.js';

jest.setTimeout(ENGINE_TIMEOUT_MS);

const same = sources(
  'Every employee has twenty days of leave a year. 有給休暇は年に二十日です。 '.repeat(20),
);
const path = tinyPhi3({ context: 131_072, longRope: true });

describe('prefixes that were saved', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kotae-prefixes-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** An engine that keeps its prefixes, and a way to wait for a line of its log. */
  async function start(model: Partial<ModelOptions> = {}) {
    const log = new EventEmitter();
    const opened = once(log, 'saved prefixes for the short lane');
    const saved = once(log, 'saved a prefix');
    const prefixes = { folder, bytes: 1e8 };
    const host = await EngineHost.start(
      {
        gpu: 'cpu',
        threads: 1,
        model: {
          path,
          mode: 'full',
          sequences: 1,
          longContext: 0,
          promptSecret: 'known',
          prefixes,
          ...model,
        },
      },
      (line) => {
        for (const name of log.eventNames()) if (line.includes(String(name))) log.emit(name, line);
      },
    );
    await opened;
    return { host, saved };
  }

  it('are written when questions have shared them, and spare a later process the reading', async () => {
    const first = await start();
    await ask(first.host, { sources: same, question: 'How many days are there?' }).answer;
    const expected = await ask(first.host, { sources: same, question: 'Who has them?' }).answer;
    await first.saved;
    await first.host.close();

    const later = await start();
    const made = await ask(later.host, { sources: same, question: 'Who has them?' }).answer;
    expect(made.text).toBe(expected.text);
    expect(made.reusedTokens).toBeGreaterThan(0.95 * made.promptTokens);
    const { loadedTokens, promptTokens } = await countersOf(later.host);
    expect(loadedTokens).toBeGreaterThanOrEqual(made.reusedTokens);
    expect(promptTokens).toBe(made.promptTokens - made.reusedTokens);
    await later.host.close();
  });

  it.each<[string, () => Partial<ModelOptions>]>([
    ['with keys of another type', () => ({ cacheType: 'q8_0' })],
    ['with a LoRA adapter', () => ({ adapters: [{ path: tinyLora(), scale: 1 }] })],
    [
      'by a model with other weights',
      () => ({ path: tinyPhi3({ context: 131_072, longRope: true, layers: 3 }) }),
    ],
  ])('are not used %s', async (_, model) => {
    const { host } = await start(model());
    const { reusedTokens } = await ask(host, { sources: same, question: 'Who has them?' }).answer;
    await host.close();
    expect(reusedTokens).toBe(0);
  });

  it('are refused when they are damaged, and the prompt is read', async () => {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (name.endsWith('.state')) writeFileSync(join(folder, name), 'nonsense');
    }
    const { host } = await start();
    const made = await ask(host, { sources: same, question: 'Who has them?' }).answer;
    await host.close();
    expect(made).toMatchObject({ reusedTokens: 0, completionTokens: 24 });
  });
});
