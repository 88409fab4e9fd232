import type { DocumentView, SearchFilter, SearchView } from '#contracts';
import { receivedEvents } from '../support/event-stream.js';
import { Kotae } from '../support/kotae.js';
import { tinyBert } from '../support/tiny-models.js';

jest.setTimeout(180_000);

const filler = 'Nothing else about it is written down anywhere in this house. '.repeat(30);
const door = (code: string): string =>
  `# Door seven\n\nThe code of door seven is ${code}.\n\n` +
  Array.from({ length: 40 }, (_, n) => `## Room ${n}\n\nRoom ${n} of ${code}. ${filler}`).join('\n\n');

/** The codes of door seven that a search has found. */
const codes = ({ results }: SearchView): string[] => {
  const found = results.flatMap(({ text }) => /door seven is (\w+)/.exec(text)?.[1] ?? []);
  return [...new Set(found)];
};

describe('the life of documents', () => {
  let kotae: Kotae;

  beforeAll(async () => {
    kotae = await Kotae.start();
  });

  afterAll(() => kotae?.stop());

  it('replaces a version by the next in one step', () =>
    kotae.explained(async () => {
      const first = await kotae.client.upload('door.md', door('apple1111'));
      await kotae.client.ready(first.id);
      const question = 'What is the code of door seven?';
      const before = await kotae.client.answer({ question });
      expect(before.answer).toContain('apple1111');

      const second = await kotae.client.upload('door.md', door('pear2222'));
      expect(second).toMatchObject({ id: first.id, version: 2, ready_version: 1 });
      const seen: string[] = [];
      for (let ready = false; !ready;) {
        ready = (await kotae.client.question(before.id)).status === 'answered' && (await isReady(first.id));
        const searches = await Promise.all([1, 2, 3].map(() => kotae.client.search(question)));
        for (const found of searches.map(codes)) {
          // One of them, always: never none, never both.
          expect(found).toHaveLength(1);
          seen.push(...found);
        }
      }
      expect(seen.at(-1)).toBe('pear2222');
      expect((await kotae.client.answer({ question })).answer).toContain('pear2222');

      // What was cited once can still be looked up.
      const [citation] = before.citations;
      const text = await kotae.client.text(first.id, 1);
      expect(citation).toMatchObject({ version: 1, document_id: first.id });
      expect(text.slice(citation?.start, citation?.end)).toBe(citation?.quote);
    }));

  const isReady = async (id: string): Promise<boolean> => {
    const document = await kotae.client.expect<DocumentView>('GET', `/v1/documents/${id}`);
    return document.ready_version === 2;
  };

  it('is found and answered from only within a filter, which follows what is said about it at once', () =>
    kotae.explained(async () => {
      const { client } = kotae;
      const put = (name: string, query: string, text: string): Promise<DocumentView> =>
        client.expect('PUT', `/v1/collections/default/documents/${name}?${query}`, { bytes: text });
      const hr = await put(
        'leave.md',
        'tags=hr&date=2024-04-01&source_url=https://wiki.example/hr/leave',
        '# Leave\n\nThe falcon rule gives 25 days.',
      );
      const it = await put(
        'laptops.md',
        'tags=it',
        '# Laptops\n\n## Falcon\n\nThe falcon rule gives 3 laptops.',
      );
      for (const { id } of [hr, it]) await client.ready(id);
      const names = async (filter: SearchFilter): Promise<string[]> => {
        const json = { query: 'falcon rule', filter };
        const { results } = await client.expect<SearchView>('POST', '/v1/collections/default/search', {
          json,
        });
        return [...new Set(results.map(({ document }) => document))].sort();
      };
      expect(await names({ tags: ['hr'] })).toEqual(['leave.md']);
      expect(await names({ documents: [it.id] })).toEqual(['laptops.md']);
      expect(await names({ heading: 'FALCON' })).toEqual(['laptops.md']);
      expect(await names({ to: '2024-12-31' })).toEqual(['leave.md']);
      expect(await names({ tags: ['hr'], heading: 'falcon' })).toEqual([]);
      expect(await names({ source_url: 'https://wiki.example/hr/' })).toEqual(['leave.md']);
      const question = 'What does the falcon rule give?';
      expect((await client.answer({ question, filter: { tags: ['hr'] } })).answer).toContain('25 days');
      const nothing = await client.answer({ question, filter: { tags: ['finance'] } });
      expect(nothing).toMatchObject({ status: 'not_in_documents', sources: [] });

      await client.expect('PATCH', `/v1/documents/${it.id}`, { json: { tags: ['hr'] } });
      expect(await names({ tags: ['hr'] })).toEqual(['laptops.md', 'leave.md']);
    }));

  it('does nothing when the same bytes come again', () =>
    kotae.explained(async () => {
      const { id } = await kotae.client.upload('same.md', '# Same\n\nThe same bytes.');
      await kotae.client.ready(id);
      const again = await kotae.client.request<DocumentView>(
        'PUT',
        '/v1/collections/default/documents/same.md',
        { bytes: '# Same\n\nThe same bytes.', headers: { 'Content-Type': 'text/markdown' } },
      );
      expect(again).toMatchObject({ status: 200, body: { id, version: 1, unchanged: true } });
    }));

  it('uses a deleted document for nothing that is asked after the 204', () =>
    kotae.explained(async () => {
      for (let n = 0; n < 5; n++) {
        const secret = `The secret of the tower number ${n} is heron${n}.`;
        const { id } = await kotae.client.upload(`secret-${n}.md`, `# Tower\n\n${secret}`);
        await kotae.client.ready(id);
        const question = `What is the secret of the tower number ${n}?`;
        expect((await kotae.client.answer({ question })).answer).toContain(`heron${n}`);

        const { status } = await kotae.client.request('DELETE', `/v1/documents/${id}`);
        expect(status).toBe(204);
        const [found, answer] = await Promise.all([
          kotae.client.search(question),
          kotae.client.answer({ question }),
        ]);
        expect(found.results.filter(({ document_id: from }) => from === id)).toEqual([]);
        expect(answer.sources.filter(({ document_id: from }) => from === id)).toEqual([]);
        expect(answer.answer).not.toContain(`heron${n}`);
      }
    }));

  it('streams the progress of a document to its end', () =>
    kotae.explained(async () => {
      const { id } = await kotae.client.upload('progress.md', door('plum3333'));
      const response = await fetch(`${kotae.client.url}/v1/documents/${id}/events`);
      const events = [];
      if (response.body) for await (const event of receivedEvents(response.body)) events.push(event);
      expect(events.at(-1)?.data).toMatchObject({ id, status: 'ready', passages: expect.any(Number) });
    }));

  it('explains why a document cannot be read, and reads it once it is replaced', () =>
    kotae.explained(async () => {
      const bytes = new Uint8Array(4096).map((_, i) => (i * 7919) % 256);
      const { id } = await kotae.client.upload('broken.bin', bytes);
      const failed = await kotae.client.ended(id);
      expect(failed.status).toBe('failed');
      expect(failed.error?.code).toMatch(/^(unsupported_document_type|document_)/);
      expect(failed.error?.message).not.toBe('');
      await kotae.client.upload('broken.bin', 'It is text after all.');
      expect((await kotae.client.ready(id)).version).toBe(2);
    }));

  it('finds the same after the worker and its index files are gone', () =>
    kotae.explained(async () => {
      const query = 'What is the code of door seven?';
      const before = await kotae.client.search(query);
      await kotae.killWorker();
      kotae.removeIndexFiles();
      await kotae.startWorker();
      expect(await kotae.client.search(query)).toEqual(before);
    }));

  it('remembers with which embedder a collection was made', () =>
    kotae.explained(async () => {
      const retrievers = async (collection: string): Promise<string[]> => {
        const found = await kotae.client.search('cat', 3, collection);
        expect(found.results[0]?.text).toContain('cat');
        return found.retrievers.map(({ name, model }) => `${name} ${model}`);
      };
      const make = async (name: string): Promise<void> => {
        await kotae.client.expect('POST', '/v1/collections', { json: { name } });
        const { id } = await kotae.client.upload('cat.md', '# Cat\n\nThe cat sleeps.', name);
        await kotae.client.ready(id);
      };
      await kotae.killWorker();
      const learned = await kotae.startWorker({ KOTAE_EMBEDDER: tinyBert() });
      await make('learned');
      expect(await retrievers('learned')).toEqual([
        expect.stringMatching(/^lexical /),
        expect.stringMatching(/^vector bert-tiny-/),
      ]);
      // An older collection goes on with its own.
      expect((await kotae.client.search('door', 3)).retrievers[1]?.model).toMatch(/^hashed-/);

      await kotae.killWorker(learned);
      await kotae.startWorker();
      expect(await retrievers('learned')).toEqual([expect.stringMatching(/^lexical /)]);
      const { id } = await kotae.client.upload('dog.md', '# Dog\n\nThe dog barks.', 'learned');
      const refused = await kotae.client.ended(id);
      expect(refused.error?.code).toBe('embedder_mismatch');
    }));
});
