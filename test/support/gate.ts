import { Client } from 'pg';
import { until } from './until.js';

/** The key of the lock behind which gated statements wait. */
const LOCK = 4242;

/**
 * Stops a service at a chosen place: while the gate is shut, inserting the rows that `condition` names waits. So a test
 * can do what it likes to a process of which it knows exactly what it has done and what not.
 */
export class Gate {
  private constructor(private readonly client: Client) {}

  /** @param condition - SQL on the row `new`; all rows without it. */
  static async shut(databaseUrl: string, table: string, condition = 'true'): Promise<Gate> {
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    await client.query(`select pg_advisory_lock(${LOCK})`);
    await client.query(
      `create or replace function wait_at_gate() returns trigger language plpgsql as $$
       begin
         if ${condition} then perform pg_advisory_xact_lock_shared(${LOCK}); end if;
         return new;
       end $$;
       create or replace trigger gate before insert on ${table} for each row execute function wait_at_gate();`,
    );
    return new Gate(client);
  }

  /** Waits until somebody stands before the gate. */
  async reached(): Promise<void> {
    await until('somebody at the gate', async () => (await this.waiting()).length > 0);
  }

  /** Makes sure that what killed processes were doing is not done after all, and opens the gate for good. */
  async open(): Promise<void> {
    for (const pid of await this.waiting()) await this.client.query(`select pg_terminate_backend(${pid})`);
    await until('an empty gate', async () => (await this.waiting()).length === 0);
    await this.client.query(`drop function wait_at_gate() cascade`);
    await this.client.end();
  }

  private async waiting(): Promise<number[]> {
    const { rows } = await this.client.query<{ pid: number }>(
      `select pid from pg_locks where locktype = 'advisory' and objid = ${LOCK} and not granted
         and database = (select oid from pg_database where datname = current_database())`,
    );
    return rows.map(({ pid }) => pid);
  }
}
