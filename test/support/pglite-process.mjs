// PostgreSQL with pgvector for `pglite.ts`: a process of its own, since Jest cannot load what PGlite imports.
// Takes { id, text, parameters } and answers { id, rows } or { id, error }.
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';

const db = await PGlite.create({ extensions: { vector } });

process.on('disconnect', () => process.exit());
async function answer({ id, text, parameters }) {
  try {
    const results = parameters ? [await db.query(text, parameters)] : await db.exec(text);
    process.send({ id, rows: results.at(-1)?.rows ?? [] });
  } catch (error) {
    process.send({ id, error: error.message });
  }
}

process.on('message', (request) => void answer(request));
process.send({ id: 0, rows: [] });
