import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from '../../scripts/paths.mjs';

/** What the repositories of pgvector ask of a connection. */
interface Connection {
  query<T>(text: string, parameters?: unknown[]): Promise<T>;
  release(): Promise<void>;
}

/** A PostgreSQL with pgvector that needs no server. */
export interface EmbeddedPostgres {
  createQueryRunner(): Connection;
  close(): Promise<void>;
}

interface Answer {
  id: number;
  rows?: unknown;
  error?: string;
}

/**
 * PostgreSQL and pgvector compiled to WebAssembly: the real parser, planner and index code, on every machine. It has
 * one session only, so a connection owns it from its first statement until its release, and the others wait: what
 * two sessions do to each other is for a real server to show.
 */
export async function startPglite(): Promise<EmbeddedPostgres> {
  const child = fork(join(root, 'test/support/pglite-process.mjs'), { serialization: 'advanced' });
  const waiting = new Map<number, (answer: Answer) => void>();
  let sent = 0;
  child.on('message', (answer: Answer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  child.on('exit', () => {
    for (const [id, settle] of waiting) settle({ id, error: 'PGlite has ended.' });
  });
  const started = await new Promise<Answer>((resolve) => waiting.set(0, resolve));
  if (started.error !== undefined) throw new Error(started.error);

  const ask = async (text: string, parameters: unknown[] | undefined): Promise<unknown> => {
    const id = ++sent;
    const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve));
    child.send({ id, text, parameters });
    const { rows, error } = await answered;
    if (error !== undefined) throw new Error(error);
    return rows;
  };

  let last = Promise.resolve();
  const connect = (): Connection => {
    let owned: Promise<void> | null = null;
    let letGo: (() => void) | undefined;
    const own = (): Promise<void> => {
      const before = last;
      last = new Promise((resolve) => (letGo = resolve));
      return before;
    };
    return {
      async query<T>(text: string, parameters?: unknown[]): Promise<T> {
        await (owned ??= own());
        return (await ask(text, parameters)) as T;
      },
      async release() {
        letGo?.();
        owned = null;
      },
    };
  };
  return {
    createQueryRunner: connect,
    async close() {
      child.disconnect();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}
