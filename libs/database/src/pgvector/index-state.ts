import { rows, type Sql } from '../sql.js';

/** An entry of the change log. */
export interface LogPosition {
  seq: number;
  op: 'add' | 'remove';
  versionId: string;
}

/** What an index holds, as of one position of the change log. */
export interface IndexState {
  reached: LogPosition | null;
  versions: number;
  passages: number;
  totalLength: number;
}

/** Reads the state of an index; that of an empty one when it was dropped. */
export async function readState(sql: Sql, id: number): Promise<IndexState> {
  const [row] = await rows<{
    seq: string | null;
    op: LogPosition['op'];
    version_id: string;
    versions: number;
    passages: string;
    total_length: string;
  }>(
    sql,
    `select seq, op, version_id, versions, passages, total_length from kotae_index.indexes where id = $1`,
    [id],
  );
  if (!row) return { reached: null, versions: 0, passages: 0, totalLength: 0 };
  return {
    reached: row.seq === null ? null : { seq: Number(row.seq), op: row.op, versionId: row.version_id },
    versions: row.versions,
    passages: Number(row.passages),
    totalLength: Number(row.total_length),
  };
}
