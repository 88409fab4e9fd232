import type { DocumentView } from '#contracts';
import { expectNothingLeft, rounds } from '../support/faults.js';
import { Kotae } from '../support/kotae.js';
import { tinyBert } from '../support/tiny-models.js';
import { query } from '../support/transitions.js';
import { until } from '../support/until.js';

jest.setTimeout(300_000 * rounds.length);

const CHAPTERS = 160;

/** A document of some hundred passages, each about something of its own. */
function manual(name: string): string {
  const chapters = Array.from(
    { length: CHAPTERS },
    (_, n) =>
      `# Chapter ${n} of ${name}\n\n` +
      `The ${name} number ${n} is kept in cabinet ${n * 7}. `.repeat(3) +
      `Its keeper is called Keeper${n}${name}. ` +
      'Nobody may open it without a written permission, and whoever does so all the same pays a fine. '.repeat(
        8,
      ),
  );
  return `${chapters.join('\n\n')}\n`;
}

describe('when a worker is killed while it reads documents', () => {
  let kotae: Kotae;

  beforeAll(async () => {
    kotae = await Kotae.start({ worker: { KOTAE_EMBEDDER: tinyBert() } });
  });

  afterAll(() => kotae?.stop());

  const underWay = ({ id }: DocumentView): Promise<DocumentView> =>
    until('the embedding to be under way', async () => {
      const document = await kotae.client.expect<DocumentView>('GET', `/v1/documents/${id}`);
      if (document.status === 'ready') throw new Error('it was ready too soon');
      return document.progress?.stage === 'embed' && document.progress.done > 0 ? document : null;
    });

  const begin = async (round: string): Promise<{ name: string; id: string }[]> => {
    const names = ['tool', 'spare'].map((word) => `${word}-${round}`);
    const documents = await Promise.all(names.map((name) => kotae.client.upload(`${name}.md`, manual(name))));
    await Promise.race(documents.map(underWay));
    return documents.map(({ id }, n) => ({ name: names[n] ?? '', id }));
  };

  /** Ready, with every passage once, and found from its first chapter to its last. */
  const expectWhole = async ({ name, id }: { name: string; id: string }): Promise<void> => {
    const ready = await kotae.client.ready(id);
    const [stored] = await query<{ passages: number; adds: number }>(
      kotae.databaseUrl,
      `select (select count(*)::int from passages p where p.version_id = v.id) as passages,
              (select count(*)::int from index_log l where l.version_id = v.id and op = 'add') as adds
       from document_versions v where document_id = '${id}'`,
    );
    expect(stored).toEqual({ passages: ready.passages, adds: 1 });
    const text = await kotae.client.text(id, 1);
    for (const chapter of [0, CHAPTERS - 1]) {
      // Far down is near enough: the embedder's weights are random.
      const { results } = await kotae.client.search(`Who is Keeper${chapter}${name}?`, 100);
      const found = results.find((result) => result.text.includes(`Keeper${chapter}${name}`));
      expect(found?.document).toBe(`${name}.md`);
      expect(found?.text).toBe(text.slice(found?.start, found?.end));
    }
  };

  it.each(rounds)('each document becomes ready, whole and once (%i)', (round) =>
    kotae.explained(async () => {
      const documents = await begin(`worker-${round}`);
      await kotae.killWorker();
      await kotae.startWorker();
      for (const document of documents) await expectWhole(document);
      await expectNothingLeft(kotae);
    }),
  );

  it.each(rounds)('and so it does when only the engine is killed (%i)', (round) =>
    kotae.explained(async () => {
      const documents = await begin(`engine-${round}`);
      const engine = await kotae.engineOf();
      process.kill(engine, 'SIGKILL');
      for (const document of documents) await expectWhole(document);
      expect(kotae.worker.exit).toBeNull();
      await expectNothingLeft(kotae);
    }),
  );
});
