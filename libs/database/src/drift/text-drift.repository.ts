import type { DataSource } from 'typeorm';
import { dropUnusedExtractions, type ExtractionKeyRow } from '../documents/extractions.repository.js';
import { rows } from '../sql.js';
import { DOCUMENTS, readAgain, type DriftedDocument } from './drift.repository.js';

/** A text whose pieces do not make it up, and who is concerned. */
export interface DamagedText {
  id: string;
  /** A document whose newest bytes it was read from; null when only earlier versions have it. */
  document: DriftedDocument | null;
}

/** Pieces looked at in one statement; about 64 MB of text. */
const PIECES = 1000;

/** Finds texts of documents that are lost, damaged, or left behind, and mends them. */
export class TextDriftRepository {
  constructor(private readonly db: DataSource) {}

  /** Texts of bytes that no version has: what is deleted must not stay. */
  unused(): Promise<ExtractionKeyRow[]> {
    return rows(
      this.db,
      `select e.id, e.sha256 from extractions e
       where not exists (select 1 from document_versions v where v.extraction_id = e.id)`,
    );
  }

  /** Removes such a text, unless somebody uses it by now. */
  async removeUnused(text: ExtractionKeyRow): Promise<void> {
    await this.db.transaction((sql) => dropUnusedExtractions(sql, [text]));
  }

  /** Documents that answer from a version without a whole text, which citations point into. */
  lacking(): Promise<DriftedDocument[]> {
    return rows(
      this.db,
      `${DOCUMENTS} join document_versions v on v.document_id = d.id and v.version = d.ready_version
       left join extractions e on e.id = v.extraction_id where v.status = 'ready' and e.text_length is null`,
    );
  }

  /** Documents that answer from a version of which pictures were passed over, and how many. */
  withUnreadPictures(): Promise<(DriftedDocument & { pictures: number })[]> {
    return rows(
      this.db,
      `select d.id, d.name, c.name as collection, e.unread_pictures as pictures
       from documents d join collections c on c.id = d.collection_id
       join document_versions v on v.document_id = d.id and v.version = d.ready_version
       join extractions e on e.id = v.extraction_id where e.unread_pictures > 0 order by c.name, d.name`,
    );
  }

  /** Whole texts with pieces that are missing, overlap, or do not add up to their length. */
  async *damaged(): AsyncGenerator<DamagedText> {
    let current = { id: '', at: 0, length: 0 };
    for await (const { id, length, start, units } of this.pieces()) {
      if (id !== current.id) {
        if (current.at !== current.length) yield this.concerned(current.id);
        current = { id, at: 0, length };
      }
      current.at = start === current.at ? current.at + units : NaN;
    }
    if (current.at !== current.length) yield this.concerned(current.id);
  }

  /** Forgets the text and has its bytes read again; see `DriftRepository.readAgain`. */
  async readAgain(textId: string, documentId: string): Promise<void> {
    await this.db.transaction(async (sql) => {
      await sql.query('update extractions set text_length = null where id = $1', [textId]);
      await readAgain(sql, documentId);
    });
  }

  /** Every piece of every whole text in order; of a text without pieces one without length. */
  private async *pieces(): AsyncGenerator<Piece> {
    let last = { id: '00000000-0000-0000-0000-000000000000', start: -1 };
    for (;;) {
      const page = await rows<Piece>(
        this.db,
        `select e.id, e.text_length as length, coalesce(t.start_offset, 0) as start,
           -- UTF-16 code units: two for each character beyond the basic plane.
           coalesce(length(t.text) + length(regexp_replace(t.text, '[^\\U00010000-\\U0010ffff]', '', 'g')), 0) as units
         from extractions e left join extraction_texts t on t.extraction_id = e.id
         where e.text_length is not null and (e.id, coalesce(t.start_offset, 0)) > ($1::uuid, $2)
         order by e.id, t.start_offset limit ${PIECES}`,
        [last.id, last.start],
      );
      yield* page;
      if (page.length < PIECES) return;
      last = page.at(-1)!;
    }
  }

  private async concerned(id: string): Promise<DamagedText> {
    const [document] = await rows<DriftedDocument>(
      this.db,
      `${DOCUMENTS} join document_versions v on v.document_id = d.id and v.version = d.latest_version
       where v.extraction_id = $1 limit 1`,
      [id],
    );
    return { id, document: document ?? null };
  }
}

interface Piece {
  id: string;
  length: number;
  start: number;
  units: number;
}
