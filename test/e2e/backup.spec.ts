import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { DocumentView, SearchView } from '#contracts';
import { runBackup } from '../../apps/cli/src/backup/run-backup.js';
import { runRestore } from '../../apps/cli/src/backup/run-restore.js';
import { readInstallation } from '../../apps/cli/src/installation/config.js';
import { createKey } from '../support/api-keys.js';
import { Kotae } from '../support/kotae.js';
import { loadSamples } from '../support/samples.js';

/** A place that commands work on. */
interface Place {
  databaseUrl: string;
  dataDir: string;
}

const folder = mkdtempSync(join(tmpdir(), 'backup-'));
const file = join(folder, 'kotae.tar.gz');
let kotae: Kotae;
let key: string;
beforeAll(async () => {
  kotae = await Kotae.start({
    api: { NODE_ENV: 'production' },
    beforeStart: async ({ databaseUrl }) => {
      key = await createKey(databaseUrl, 'everything');
    },
  });
}, 180_000);
afterAll(async () => {
  await kotae?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function command(
  run: (
    terminal: { out: PassThrough; err: PassThrough },
    place: () => ReturnType<typeof readInstallation>,
  ) => Promise<number>,
  { databaseUrl, dataDir }: Place,
): Promise<{ code: number; out: string; err: string }> {
  const terminal = { out: new PassThrough(), err: new PassThrough() };
  const code = await run(terminal, () =>
    readInstallation({ DATABASE_URL: databaseUrl, KOTAE_DATA_DIR: dataDir }),
  );
  terminal.out.end();
  terminal.err.end();
  return { code, out: await text(terminal.out), err: await text(terminal.err) };
}
const never = new AbortController().signal;
const backup = (place: Place, to: string) =>
  command((terminal, config) => runBackup({ file: to, json: true }, config, terminal, never), place);
const restore = (place: Place, from: string, replace = false) =>
  command(
    (terminal, config) => runRestore({ file: from, json: true, replace }, config, terminal, never),
    place,
  );

/** All that a user can see of an installation, but for addresses. */
async function everythingOf({ client }: Kotae, ids: { question: string; conversation: string }) {
  const asUser = client.withKey(key);
  const { items } = await asUser.expect<{ items: DocumentView[] }>(
    'GET',
    '/v1/collections/default/documents',
  );
  const searches: SearchView[] = [];
  for (const asked of ['hotel allowance', '有給休暇は何日', 'password length', 'ノートPCの交換']) {
    searches.push(
      await asUser.expect('POST', '/v1/collections/default/search', { json: { query: asked, k: 10 } }),
    );
  }
  const originals: string[] = [];
  for (const { links } of items) {
    const response = await fetch(client.url + links.content, { headers: { Authorization: `Bearer ${key}` } });
    originals.push(Buffer.from(await response.arrayBuffer()).toString('base64'));
  }
  return {
    items,
    searches,
    originals,
    texts: await Promise.all(items.map(({ links }) => asUser.expect('GET', links.text))),
    question: await asUser.question(ids.question),
    conversation: await asUser.expect('GET', `/v1/conversations/${ids.conversation}`),
  };
}

it('brings everything back on an empty host, down to the scores of searches', async () => {
  const asUser = kotae.client.withKey(key);
  const samples = await loadSamples(asUser);
  const question = await asUser.ask({ question: '出張の日当はいくらですか？', conversation_id: 'new' });
  const answered = await asUser.final(question);
  const ids = { question, conversation: answered.conversation_id ?? '' };
  const before = await everythingOf(kotae, ids);

  const place = { databaseUrl: kotae.databaseUrl, dataDir: kotae.dataDir };
  const made = await backup(place, file);
  expect(made).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(made.out)).toMatchObject({ originals: samples.length, missing_originals: [] });
  expect(statSync(file).mode & 0o777).toBe(0o600);

  const restored = await Kotae.start({
    api: { NODE_ENV: 'production' },
    beforeStart: async (empty) => {
      expect(await restore(empty, file)).toMatchObject({ code: 0, err: '' });
    },
  });
  try {
    expect(await everythingOf(restored, ids)).toEqual(before);
    // Ids go on where they were: a new document gets passages of its own.
    const added = await restored.client.withKey(key).upload('new.txt', 'The new canteen opens at noon.');
    await restored.client.withKey(key).ready(added.id);
    const found = await restored.client
      .withKey(key)
      .expect<SearchView>('POST', '/v1/collections/default/search', { json: { query: 'canteen', k: 1 } });
    expect(found.results[0]?.document).toBe('new.txt');
    const again = await restored.client.withKey(key).ask({ question: '出張の日当はいくらですか？' });
    expect((await restored.client.withKey(key).final(again)).answer).toBe(answered.answer);
  } finally {
    await restored.stop();
  }
}, 240_000);
