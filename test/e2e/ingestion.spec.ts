import { strToU8, zipSync } from 'fflate';
import type { DocumentView, IngestProgress } from '#contracts';
import { createKey } from '../support/api-keys.js';
import { EmbeddingServer } from '../support/embedding-server.js';
import { receivedEvents } from '../support/event-stream.js';
import { drawnPdf } from '../support/drawn-pdf.js';
import { Kotae } from '../support/kotae.js';
import type { KotaeClient } from '../support/kotae-client.js';
import { query } from '../support/transitions.js';
import { until } from '../support/until.js';

jest.setTimeout(180_000);

/** Documents that the worker has in hand at a time. */
const IN_HAND = 2;

let kotae: Kotae;
let embeddings: EmbeddingServer;

beforeAll(async () => {
  embeddings = await EmbeddingServer.start();
  kotae = await Kotae.start({
    worker: { ...embeddings.settings, KOTAE_INGEST_CONCURRENCY: String(IN_HAND) },
  });
});

afterAll(async () => {
  embeddings?.letGo();
  await kotae?.stop();
  await embeddings?.stop();
});

afterEach(() => embeddings.letGo());

/** What the embedder was given to read while `work` was done. */
async function readDuring(work: () => Promise<unknown>): Promise<string[]> {
  const before = embeddings.passages.length;
  await work();
  return embeddings.passages.slice(before);
}

const put = async (name: string, text: string, collection = 'default'): Promise<DocumentView> => {
  const { id } = await kotae.client.upload(name, text, collection);
  return kotae.client.ready(id);
};

const note = (whose: string, n: number): string => `# Note\n\nNote ${n} of the ${whose} is short.`;

const send = (who: KotaeClient, whose: string, n: number, collection: string): Promise<DocumentView> =>
  who.upload(`${whose}-${n}.md`, note(whose, n), collection);

const section = (n: number, rule: string): string =>
  `## Rule ${n}\n\n${rule} Whoever breaks it pays ${n * 10} euros into the coffee fund. ` +
  'The fund is emptied once a year. '.repeat(20);

/** Thirty sections, of which one may say something else. */
const rules = (name: string, changed?: number): string =>
  Array.from({ length: 30 }, (_, n) =>
    section(n, `In ${name}, rule ${n} is about ${n === changed ? 'elephants' : `topic ${n}`}.`),
  ).join('\n\n');

/** One long paragraph, into which a sentence may have been put. */
const prose = (changed: boolean): string =>
  Array.from({ length: 600 }, (_, n) =>
    changed && n === 300
      ? 'Here somebody has put in a sentence about elephants, and one more about their keepers.'
      : `In the year ${1000 + n} the town counted ${n * 37} houses and ${n * 91} people.`,
  ).join(' ');

/** Passages per request to the server. */
const BATCH = 32;

/** What stands on a page. */
const lines = (page: number): { x: number; y: number; text: string }[] =>
  Array.from({ length: 40 }, (_, n) => ({
    x: 50,
    y: 780 - 18 * n,
    text: `Page ${page} line ${n} tells of matter ${page * 100 + n} in its own words.`,
  }));

/** How often the bytes were read, over all readers. */
async function readsOf({ sha256 }: DocumentView): Promise<number> {
  const [found] = await query<{ reads: number }>(
    kotae.databaseUrl,
    `select sum(reads)::int as reads from extractions where sha256 = '${sha256}'`,
  );
  return found?.reads ?? 0;
}

describe('a flood of documents by one key', () => {
  it('does not keep the one of another key waiting, in whatever collection', () =>
    kotae.explained(async () => {
      const flooder = kotae.client.withKey(await createKey(kotae.databaseUrl, 'flooder'));
      const other = kotae.client.withKey(await createKey(kotae.databaseUrl, 'other'));
      await flooder.expect('POST', '/v1/collections', { json: { name: 'annex' } });

      embeddings.hold();
      const flood: DocumentView[] = [];
      for (let n = 0; n < 30; n++) {
        flood.push(await send(flooder, 'flooder', n, n % 2 ? 'default' : 'annex'));
      }
      const calm = await Promise.all(['default', 'annex'].map((to, n) => send(other, 'other', n, to)));
      await until('all jobs to be queued', async () => {
        const missing = await query(
          kotae.databaseUrl,
          'select 1 from document_versions where dispatches = 0',
        );
        return missing.length === 0;
      });
      const read = await readDuring(async () => {
        embeddings.letGo();
        for (const { id } of [...calm, ...flood]) await other.ready(id);
      });
      const turn = (n: number): number => read.findIndex((text) => text.includes(note('other', n).slice(8)));
      // Those in hand are finished, and each place that becomes free goes to whoever has had least.
      expect(turn(0)).toBeGreaterThanOrEqual(0);
      expect(turn(0)).toBeLessThan(2 * IN_HAND);
      expect(turn(1)).toBeGreaterThanOrEqual(0);
      expect(turn(1)).toBeLessThan(3 * IN_HAND);
      expect(read.length).toBeGreaterThan(20);
    }));
});

describe('the embedding of a long document', () => {
  it('keeps the embedder busy with whole batches, and no search waits for one of them', () =>
    kotae.explained(async () => {
      const asked = await put('small.md', '# Small\n\nThe small office is on the ground floor.');
      const before = embeddings.batches.length;
      embeddings.hold();
      const text = Array.from({ length: 300 }, (_, n) => section(n, `Long rule ${n} is about item ${n}.`));
      const { id } = await kotae.client.upload('long.md', text.join('\n\n'));
      await until('a batch to be embedded', () => embeddings.batches.length > before);
      for (const query of ['small office', 'ground floor', 'where is the office']) {
        const { results } = await kotae.client.search(query);
        expect(results[0]?.document_id).toBe(asked.id);
      }
      const meanwhile = await kotae.client.expect<DocumentView>('GET', `/v1/documents/${id}`);
      expect(meanwhile).toMatchObject({ status: 'processing', progress: { stage: 'embed', done: 0 } });
      embeddings.letGo();
      const { passages } = await kotae.client.ready(id);
      const batches = embeddings.batches.slice(before);
      expect(batches.reduce((sum, size) => sum + size, 0)).toBe(passages);
      expect(batches.slice(0, -1).every((size) => size === BATCH)).toBe(true);
    }));
});

describe('what has been read already', () => {
  it('is not read again under the same name: nothing is done at all', () =>
    kotae.explained(async () => {
      const text = rules('once');
      const first = await put('once.md', text);
      const read = await readDuring(async () => {
        const again = await kotae.client.request<DocumentView>(
          'PUT',
          '/v1/collections/default/documents/once.md',
          { bytes: text },
        );
        expect(again).toMatchObject({ status: 200, body: { id: first.id, version: 1, unchanged: true } });
        // What comes after it in the queue is ready, and so would it be.
        await put('after.md', '# After\n\nThis came later.');
      });
      expect(read).toEqual([expect.stringContaining('This came later.')]);
      expect(await readsOf(first)).toBe(1);
      expect(await kotae.client.ready(first.id)).toMatchObject({ version: 1, updated_at: first.updated_at });
    }));

  it('is read and embedded once under two names and in two collections, and each is cited as itself', () =>
    kotae.explained(async () => {
      const text = rules('twins');
      await kotae.client.expect('POST', '/v1/collections', { json: { name: 'elsewhere' } });
      let twins: DocumentView[] = [];
      const read = await readDuring(async () => {
        const sent = await Promise.all([
          kotae.client.upload('castor.md', text),
          kotae.client.upload('pollux.md', text),
          kotae.client.upload('castor.md', text, 'elsewhere'),
        ]);
        twins = await Promise.all(sent.map(({ id }) => kotae.client.ready(id)));
      });
      expect(new Set(twins.map(({ id }) => id)).size).toBe(3);
      expect(new Set(read).size).toBe(read.length);
      expect(read.length).toBe(twins[0]!.passages);
      expect(twins.map(({ passages }) => passages)).toEqual(Array(3).fill(read.length));
      expect(await readsOf(twins[0]!)).toBe(1);

      for (const { id, name, collection } of twins) {
        const filter = { documents: [id] };
        const answer = await kotae.client.answer({
          question: 'What is rule 7 in twins about?',
          collection,
          filter,
        });
        expect(answer.answer).toContain('topic 7');
        const stored = await kotae.client.text(id, 1);
        expect(answer.citations.length).toBeGreaterThan(0);
        for (const citation of answer.citations) {
          expect(citation).toMatchObject({ document_id: id, document: name, version: 1 });
          expect(citation.quote).toBe(stored.slice(citation.start, citation.end));
        }
      }
    }));

  it('is not embedded again with a new version: only the passages that changed are', () =>
    kotae.explained(async () => {
      const first = await put('rules.md', rules('house'));
      const read = await readDuring(() => put('rules.md', rules('house', 11)));
      expect(first.passages).toBeGreaterThanOrEqual(30);
      expect(read).toEqual([expect.stringContaining('rule 11 is about elephants')]);
    }));

  it('and of a long text without sections only those around the change', () =>
    kotae.explained(async () => {
      const first = await put('chronicle.txt', prose(false));
      const read = await readDuring(() => put('chronicle.txt', prose(true)));
      expect(first.passages).toBeGreaterThan(20);
      expect(read.some((text) => text.includes('elephants'))).toBe(true);
      expect(read.length).toBeLessThan(first.passages! / 2);
    }));
});

describe('the events of a document', () => {
  interface Told {
    type: string;
    data: DocumentView;
  }

  /** Follows a document to its end; `told` grows meanwhile. */
  function follow({ links }: DocumentView): { told: Told[]; end: Promise<void> } {
    const told: Told[] = [];
    const listen = async (): Promise<void> => {
      const { body } = await fetch(kotae.client.url + links.events);
      for await (const { type, data } of receivedEvents(body!))
        told.push({ type, data: data as DocumentView });
    };
    return { told, end: listen() };
  }

  it('count pages and then passages up to the last, and end with the document ready', () =>
    kotae.explained(async () => {
      const pages = Array.from({ length: 60 }, (_, n) => lines(n + 1));
      const pdf = Uint8Array.from(drawnPdf(pages, { encoding: 'latin' }));
      await query(
        kotae.databaseUrl,
        `create table told_progress (id bigserial, version_id uuid, progress json);
         create function record_progress() returns trigger language plpgsql as $$
         begin
           insert into told_progress (version_id, progress) values (new.id, new.progress);
           return new;
         end $$;
         create trigger record_progress after update on document_versions for each row
           when (new.progress is not null and old.progress::text is distinct from new.progress::text)
           execute function record_progress();`,
      );
      embeddings.hold();
      const { told, end } = follow(await kotae.client.upload('pages.pdf', pdf));
      const last = (): IngestProgress | null => told.at(-1)?.data.progress ?? null;
      await until('the embedding to begin', () => last()?.stage === 'embed' && last()?.total);
      expect(last()).toMatchObject({ stage: 'embed', done: 0, unit: 'passages' });
      embeddings.letGo();
      await end;

      expect(told.at(-1)).toMatchObject({
        type: 'done',
        data: { status: 'ready', pages: 60, passages: expect.any(Number), progress: null, error: null },
      });
      expect(told.slice(0, -1).every(({ type }) => type === 'status')).toBe(true);
      const recorded = await query<{ progress: IngestProgress }>(
        kotae.databaseUrl,
        'select progress from told_progress order by id',
      );
      const { passages } = told.at(-1)!.data;
      const steps = recorded.map(({ progress }) => progress);
      expect([...new Set(steps.map(({ stage }) => stage))]).toEqual(['parse', 'chunk', 'embed', 'index']);
      const counted = (stage: string): IngestProgress[] =>
        steps.filter((step) => step.stage === stage && step.total !== null);
      expect(counted('parse').at(-1)).toMatchObject({ done: 60, total: 60, unit: 'pages' });
      expect(counted('embed')[0]).toMatchObject({ done: 0, total: passages, unit: 'passages' });
      expect(counted('embed').at(-1)).toMatchObject({ done: passages, total: passages });
      for (const stage of ['parse', 'chunk', 'embed']) {
        const done = counted(stage).map((step) => step.done);
        expect(done).toEqual([...done].sort((a, b) => a - b));
        expect(new Set(counted(stage).map(({ total }) => total)).size).toBe(1);
      }
    }));

  it('end with the reason when it cannot be read', () =>
    kotae.explained(async () => {
      const { told, end } = follow(await kotae.client.upload('broken.pdf', '%PDF-1.7\nnothing else'));
      await end;
      expect(told.at(-1)).toMatchObject({
        type: 'done',
        data: { status: 'failed', progress: null, error: { code: 'document_corrupt' } },
      });
      expect(told.at(-1)!.data.error!.message).toMatch(/again|repair|another/i);
    }));
});

describe('an archive', () => {
  it('is cited by the file in it, and can be confined to that', () =>
    kotae.explained(async () => {
      const files = {
        'pumps/p-200.md': '# Maintenance\n\nThe valve is oiled every 40 days.',
        'lifts/l-7.md': '# Maintenance\n\nThe valve is oiled every 90 days.',
      };
      const zip = zipSync(
        Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])),
      );
      const { id } = await kotae.client.upload('manuals.zip', Uint8Array.from(zip));
      await kotae.client.ready(id);
      const answer = await kotae.client.answer({
        question: 'How often is the valve oiled?',
        filter: { documents: [id], heading: 'lifts/l-7.md' },
      });
      expect(answer.answer).toContain('90 days');
      expect(answer.citations).toEqual([
        expect.objectContaining({ document: 'manuals.zip', heading: 'lifts/l-7.md > Maintenance', page: 2 }),
      ]);
    }));
});
