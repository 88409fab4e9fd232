import type { DocumentView, IngestStage } from '#contracts';
import { expectNothingLeft } from '../support/faults.js';
import { Gate } from '../support/gate.js';
import { Kotae } from '../support/kotae.js';
import { query } from '../support/transitions.js';
import { until } from '../support/until.js';

jest.setTimeout(300_000);

/** Passages that a worker embeds and saves at a time. */
const BATCH = 64;

/** A document of more passages than two batches. */
function manual(name: string): string {
  return Array.from(
    { length: 2 * BATCH + 20 },
    (_, n) => `# Rule ${n} of ${name}\n\nThe keeper of cabinet ${n} is called Keeper${n}${name}.`,
  ).join('\n\n');
}

/** What the database holds of a document, and how often it was made. */
interface Made {
  /** How often the bytes were read. */
  reads: number;
  passages: number;
  /** The first passage's id: another one, when they were cut anew. */
  first: number | null;
  /** Embeddings saved since the beginning, those that are gone included. */
  saved: number;
  adds: number;
}

describe('when a worker is killed in a step of ingestion', () => {
  let kotae: Kotae;

  beforeAll(async () => {
    kotae = await Kotae.start();
    await query(
      kotae.databaseUrl,
      `create table saved_embeddings (version_id uuid);
       create function count_embedding() returns trigger language plpgsql as $$
       begin
         insert into saved_embeddings select version_id from passages where id = new.passage_id;
         return new;
       end $$;
       create trigger count_embedding after insert on passage_embeddings for each row
         execute function count_embedding();`,
    );
  });

  afterAll(() => kotae?.stop());

  const made = async ({ id }: DocumentView): Promise<Made> => {
    const [found] = await query<Made>(
      kotae.databaseUrl,
      `select (select reads from extractions e where e.id = v.extraction_id) as reads,
              (select count(*)::int from passages p where p.version_id = v.id) as passages,
              (select min(id)::int from passages p where p.version_id = v.id) as first,
              (select count(*)::int from saved_embeddings s where s.version_id = v.id) as saved,
              (select count(*)::int from index_log l where l.version_id = v.id and op = 'add') as adds
       from document_versions v where document_id = '${id}' order by version desc limit 1`,
    );
    return found!;
  };

  const stageOf = async ({ id }: DocumentView): Promise<IngestStage | undefined> =>
    (await kotae.client.expect<DocumentView>('GET', `/v1/documents/${id}`)).progress?.stage;

  const beyondFirstBatch = `(select ordinal from passages where id = new.passage_id) >= ${BATCH}`;
  it.each([
    { stage: 'parse', table: 'extraction_texts', condition: 'true', reads: 2, kept: 0 },
    { stage: 'chunk', table: 'passages', condition: 'true', reads: 1, kept: 0 },
    { stage: 'embed', table: 'passage_embeddings', condition: beyondFirstBatch, reads: 1, kept: BATCH },
    { stage: 'index', table: 'index_log', condition: 'true', reads: 1, kept: 2 * BATCH + 20 },
  ] as const)(
    '$stage: the next one goes on there, and the outcome is exact',
    ({ stage, table, condition, ...expected }) =>
      kotae.explained(async () => {
        const text = manual(stage);
        const gate = await Gate.shut(kotae.databaseUrl, table, condition);
        const document = await kotae.client.upload(`${stage}.md`, text);
        await gate.reached();
        expect(await stageOf(document)).toBe(stage);
        const before = await made(document);
        expect(before.saved).toBe(expected.kept);

        await kotae.killWorker();
        await gate.open();
        await kotae.startWorker();
        const ready = await kotae.client.ready(document.id);

        const after = await made(document);
        expect(ready.passages).toBe(2 * BATCH + 20);
        expect(after).toMatchObject({ reads: expected.reads, passages: ready.passages, adds: 1 });
        // Passages that were there are there still, and what was embedded was not embedded again.
        expect(after.first).toBe(before.first ?? after.first);
        expect(after.saved).toBe(ready.passages);
        const stored = await kotae.client.text(document.id, 1);
        for (const n of [0, 2 * BATCH + 19]) {
          const { results } = await kotae.client.search(`Who is Keeper${n}${stage}?`, 5);
          const found = results.find((result) => result.text.includes(`Keeper${n}${stage}.`));
          expect(found?.text).toBe(stored.slice(found?.start, found?.end));
        }
        await expectNothingLeft(kotae);
      }),
  );

  it('can be told to stop in a step, and goes on there when it is tried again', () =>
    kotae.explained(async () => {
      const first = await kotae.client.upload('plan.md', 'The old plan says Tuesday.');
      await kotae.client.ready(first.id);
      const gate = await Gate.shut(kotae.databaseUrl, 'passage_embeddings', beyondFirstBatch);
      await kotae.client.upload('plan.md', manual('plan'));
      await gate.reached();
      const before = await made(first);
      const cancelled = await kotae.client.expect<DocumentView>('POST', `/v1/documents/${first.id}/cancel`);
      expect(cancelled).toMatchObject({
        status: 'failed',
        version: 2,
        ready_version: 1,
        error: { code: 'cancelled' },
      });
      expect(cancelled.error?.message).toMatch(/retry/);
      await gate.open();
      await expectNothingLeft(kotae);

      const old = await kotae.client.search('When is the old plan?', 1);
      expect(old.results[0]).toMatchObject({ document: 'plan.md', version: 1 });
      expect((await kotae.client.request('POST', `/v1/documents/${first.id}/cancel`)).status).toBe(200);
      await kotae.client.expect('POST', `/v1/documents/${first.id}/retry`);
      await kotae.client.ready(first.id);
      const again = await made(first);
      expect(again).toMatchObject({ reads: 1, first: before.first, saved: again.passages });
      const { status } = await kotae.client.request('POST', `/v1/documents/${first.id}/cancel`);
      expect(status).toBe(409);
    }));

  it('forgets a document that is deleted in a step, text and all', () =>
    kotae.explained(async () => {
      const gate = await Gate.shut(kotae.databaseUrl, 'passages');
      const document = await kotae.client.upload('secret.md', manual('secret'));
      await gate.reached();
      // Whoever is in the middle of a write is waited for.
      const deletion = kotae.client.request('DELETE', `/v1/documents/${document.id}`);
      await gate.open();
      expect((await deletion).status).toBe(204);
      await expectNothingLeft(kotae);
      await until('nothing left of it', async () => {
        const left = await query(
          kotae.databaseUrl,
          `select 1 from extractions where sha256 = '${document.sha256}'
           union all select 1 from passages where text like '%Keeper1secret%'`,
        );
        return left.length === 0;
      });
      const { results } = await kotae.client.search('Keeper1secret', 5);
      expect(results.filter((result) => result.document === 'secret.md')).toEqual([]);
    }));
});
