import { DomainError, type HeadingSpan, type PageSpan, type TextFacts, type TextPiece } from '#contracts';
import type { DataSource } from 'typeorm';
import { affected, returning, rows, type Sql } from '../sql.js';

/** Bytes as one reader sees them: equal keys make equal texts. */
export interface ExtractionKey {
  sha256: string;
  /** Names everything else that shapes the text: the program that reads, and what it takes from the file's name. */
  reader: string;
}

/** The attempt that wants the text. */
export interface ExtractionUser {
  versionId: string;
  epoch: number;
}

/** Thrown to one who writes a text that another attempt is reading anew by now. */
export class ExtractionTakenError extends Error {}

/** A live attempt tells its progress more often than this. */
const SILENCE = '5 minutes';

/** Pieces read at a time; some two million characters. */
const PIECES_AT_A_TIME = 32;

/**
 * Texts read from originals, in pieces. One is read once for all versions that have its bytes, never changes once it
 * is complete, and goes with the last version that uses it.
 */
export class ExtractionsRepository {
  constructor(private readonly db: DataSource) {}

  /**
   * Finds or makes the extraction and lets the version use it. @throws DomainError `cancelled` when the attempt no
   * longer owns its version.
   */
  async claim({ versionId, epoch }: ExtractionUser, key: ExtractionKey): Promise<string> {
    return this.db.transaction(async (sql) => {
      const [owned] = await rows<{ extraction_id: string | null }>(
        sql,
        `select extraction_id from document_versions
         where id = $1 and epoch = $2 and status = 'processing' for update`,
        [versionId, epoch],
      );
      if (!owned) throw lost();
      await lockExtractions(sql, [key.sha256]);
      await sql.query(
        `insert into extractions (sha256, reader) values ($1, $2) on conflict (sha256, reader) do nothing`,
        [key.sha256, key.reader],
      );
      const [extraction] = await rows<{ id: string }>(
        sql,
        `select id from extractions where sha256 = $1 and reader = $2`,
        [key.sha256, key.reader],
      );
      if (!extraction) throw new Error('an extraction went although it was locked');
      await sql.query(`update document_versions set extraction_id = $2 where id = $1`, [
        versionId,
        extraction.id,
      ]);
      // Made by an older program, which had not come to its end.
      if (owned.extraction_id !== null && owned.extraction_id !== extraction.id) {
        await dropUnusedExtractions(sql, [{ id: owned.extraction_id, sha256: key.sha256 }]);
      }
      return extraction.id;
    });
  }

  /**
   * Takes the turn among the versions with the same bytes: whoever asks first has it until it comes to its last step,
   * ends, or has not been heard of for long. To wait for it saves doing its work twice. False while another has it;
   * by `force` it is taken from that one.
   */
  async takeTurn(versionId: string, { force }: { force: boolean }): Promise<boolean> {
    const taken = await returning(
      this.db,
      `update extractions e set turn = v.id from document_versions v
       where v.id = $1 and e.id = v.extraction_id and ($2 or e.turn is null or e.turn = v.id or not exists (
         select 1 from document_versions holder
         where holder.id = e.turn and holder.status = 'processing' and holder.stage <> 'index'
           and holder.updated_at > now() - interval '${SILENCE}'))
       returning e.id`,
      [versionId, force],
    );
    return taken.length > 0;
  }

  /**
   * Begins to read: throws away what an earlier attempt has left, and takes the right to write from whoever had it.
   * Returns the fence for writing; null when the text is complete already.
   */
  async begin(id: string): Promise<number | null> {
    return this.db.transaction(async (sql) => {
      const [begun] = await returning<{ reads: number }>(
        sql,
        `update extractions set reads = reads + 1 where id = $1 and text_length is null returning reads`,
        [id],
      );
      if (!begun) return null;
      await sql.query(`delete from extraction_texts where extraction_id = $1`, [id]);
      return begun.reads;
    });
  }

  /** Stores pieces, which nobody reads before {@link complete}. @throws ExtractionTakenError */
  async append(id: string, fence: number, pieces: TextPiece[]): Promise<void> {
    await this.db.transaction(async (sql) => {
      await holdFence(sql, id, fence);
      await sql.query(
        `insert into extraction_texts (extraction_id, start_offset, text, pages, headings)
         select $1, * from unnest($2::int[], $3::text[], $4::json[], $5::json[])`,
        [
          id,
          pieces.map((piece) => piece.start),
          pieces.map((piece) => piece.text),
          pieces.map((piece) => JSON.stringify(piece.pages)),
          pieces.map((piece) => JSON.stringify(piece.headings)),
        ],
      );
    });
  }

  /** The text is whole now, for all who use it. @throws ExtractionTakenError */
  async complete(id: string, fence: number, facts: TextFacts): Promise<void> {
    const { mediaType, title, pages, length, unreadPictures = 0 } = facts;
    const count = await affected(
      this.db,
      `update extractions set media_type = $3, title = $4, pages = $5, text_length = $6, unread_pictures = $7
       where id = $1 and reads = $2 and text_length is null`,
      [id, fence, mediaType, title, pages, length, unreadPictures],
    );
    if (count === 0) throw new ExtractionTakenError();
  }

  /** Length of a complete text, UTF-16 code units. */
  async lengthOf(id: string): Promise<number> {
    const [found] = await rows<{ text_length: number | null }>(
      this.db,
      `select text_length from extractions where id = $1`,
      [id],
    );
    if (typeof found?.text_length !== 'number') throw new Error(`extraction ${id} is not complete`);
    return found.text_length;
  }

  /** The pieces of a complete text, in order, a few at a time. */
  async *pieces(id: string): AsyncGenerator<TextPiece> {
    for (let after = -1; ;) {
      const batch = await rows<{
        start_offset: number;
        text: string;
        pages: PageSpan[];
        headings: HeadingSpan[];
      }>(
        this.db,
        `select start_offset, text, pages, headings from extraction_texts
         where extraction_id = $1 and start_offset > $2 order by start_offset limit ${PIECES_AT_A_TIME}`,
        [id, after],
      );
      for (const { start_offset: start, ...piece } of batch) yield { start, ...piece };
      const last = batch.at(-1);
      if (!last) return;
      after = last.start_offset;
    }
  }
}

/** The extractions of some versions. */
export function usedExtractions(
  versions: { sha256: string; extraction_id: string | null }[],
): ExtractionKeyRow[] {
  return versions.flatMap(({ sha256, extraction_id: id }) => (id === null ? [] : [{ id, sha256 }]));
}

/** Removes those of the extractions that no version uses any more, inside the caller's transaction. */
export async function dropUnusedExtractions(sql: Sql, extractions: ExtractionKeyRow[]): Promise<void> {
  await lockExtractions(
    sql,
    extractions.map(({ sha256 }) => sha256),
  );
  await sql.query(
    `delete from extractions e where e.id = any($1)
       and not exists (select 1 from document_versions v where v.extraction_id = e.id)`,
    [extractions.map(({ id }) => id)],
  );
}

/** An extraction with what its lock goes by. */
export interface ExtractionKeyRow {
  id: string;
  sha256: string;
}

/** Makes those who begin to use extractions and those who remove unused ones wait for each other, without deadlock. */
async function lockExtractions(sql: Sql, sha256s: string[]): Promise<void> {
  for (const sha256 of [...new Set(sha256s)].sort()) {
    await sql.query(`select pg_advisory_xact_lock(hashtext('kotae-extraction'), hashtext($1))`, [sha256]);
  }
}

function lost(): DomainError {
  return new DomainError('cancelled', 'Another attempt took the document over, or it was deleted.');
}

async function holdFence(sql: Sql, id: string, fence: number): Promise<void> {
  const held = await rows(
    sql,
    `select 1 from extractions where id = $1 and reads = $2 and text_length is null for share`,
    [id, fence],
  );
  if (held.length === 0) throw new ExtractionTakenError();
}
