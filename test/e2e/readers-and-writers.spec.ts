import type { QuestionView, SearchView } from '#contracts';
import { Kotae } from '../support/kotae.js';

jest.setTimeout(300_000);

const FLIPS = 8;
const DELETIONS = 8;
const ROOMS = 25;

/** Every sentence of a version says which one it is from. */
const house = (word: string): string =>
  Array.from(
    { length: ROOMS },
    (_, n) => `## Room ${n}\n\nThe lamp of room ${n} is ${word}. Room ${n} is kept by ${word} alone.`,
  ).join('\n\n');

const words = (text: string): string[] => [...new Set(text.match(/alpha|beta/g) ?? [])];

/** Reads on and on until `writing` is over, and returns what was read. */
async function readDuring<T>(writing: Promise<unknown>, read: () => Promise<T>): Promise<T[]> {
  const writer = { done: false };
  const end = (): void => void (writer.done = true);
  void writing.then(end, end);
  const all: T[] = [];
  while (!writer.done) all.push(await read());
  await writing;
  return all;
}

describe('readers while documents are replaced and deleted', () => {
  let kotae: Kotae;

  beforeAll(async () => {
    kotae = await Kotae.start({ workers: 2 });
  });

  afterAll(() => kotae?.stop());

  const query = 'Who keeps the lamp of the room?';
  const search = (): Promise<SearchView> => kotae.client.search(query, ROOMS);
  const ask = (): Promise<QuestionView> => kotae.client.answer({ question: query, top_k: ROOMS });

  it('see one version of a document at a time, and nothing of a deleted one after the 204', () =>
    kotae.explained(async () => {
      const { client } = kotae;
      const { id } = await client.upload('house.md', house('alpha'));
      await client.ready(id);

      const flip = async (): Promise<void> => {
        for (let n = 1; n <= FLIPS; n++) {
          await client.upload('house.md', house(n % 2 ? 'beta' : 'alpha') + '\n\n'.repeat(n));
          await client.ready(id);
        }
      };
      const addAndDelete = async (): Promise<void> => {
        for (let n = 0; n < DELETIONS; n++) {
          const text = `## Shed ${n}\n\nThe lamp of the shed is gamma${n}, and who keeps the room is gamma${n}.`;
          const gone = await client.upload(`shed-${n}.md`, text);
          await client.ready(gone.id);
          const question = `Who keeps the lamp of the shed? Is it gamma${n}?`;
          const before = await client.search(question, 5);
          expect(before.results.map(({ document_id: from }) => from)).toContain(gone.id);
          expect((await client.request('DELETE', `/v1/documents/${gone.id}`)).status).toBe(204);
          // Several at a time, so that both workers are asked.
          const after = await Promise.all([1, 2, 3, 4, 5, 6].map(() => client.search(question, 5)));
          const answers = await Promise.all([1, 2, 3].map(() => client.answer({ question })));
          const found = [...after.flatMap(({ results }) => results), ...answers.flatMap((a) => a.sources)];
          expect(found.filter(({ document_id: from }) => from === gone.id)).toEqual([]);
          expect(answers.map(({ answer }) => answer).join()).not.toContain(`gamma${n}`);
        }
      };

      const writing = Promise.all([flip(), addAndDelete()]);
      const [searches, answers] = await Promise.all([
        Promise.all([1, 2, 3].map(() => readDuring(writing, search))),
        Promise.all([1, 2].map(() => readDuring(writing, ask))),
      ]);

      const seen = new Set<number>();
      for (const { results } of searches.flat()) {
        const fromHouse = results.filter(({ document_id: from }) => from === id);
        const versions = [...new Set(fromHouse.map(({ version }) => version))];
        // One of them, always: never none, never two.
        expect(versions).toHaveLength(1);
        expect(words(fromHouse.map(({ text }) => text).join())).toHaveLength(1);
        seen.add(versions[0]!);
      }
      for (const { status, answer, sources, citations } of answers.flat()) {
        expect(status).toBe('answered');
        const fromHouse = sources.filter(({ document_id: from }) => from === id);
        expect(words((answer ?? '') + citations.map(({ quote }) => quote).join()).length).toBeLessThanOrEqual(
          1,
        );
        const cited = citations.filter(({ document_id: from }) => from === id);
        const shown = new Set([...cited, ...fromHouse].map(({ version }) => version));
        expect(shown.size).toBe(1);
      }
      // The readers were there while it happened.
      expect(seen.size).toBeGreaterThan(FLIPS / 2);
    }));
});
