import { DomainError, type RefusalThresholds } from '#contracts';
import type { DataSource } from 'typeorm';
import { dropUnusedExtractions, usedExtractions } from '../documents/extractions.repository.js';
import { affected, rows } from '../sql.js';
import { CollectionEntity } from './collection.entity.js';

/** A collection with what it holds. */
export interface CollectionSummary {
  id: string;
  name: string;
  description: string | null;
  embedder: { id: string; dimensions: number } | null;
  documents: number;
  refusal: RefusalThresholds | null;
  createdAt: Date;
}

/** What may be changed of a collection; what is absent stays. */
export interface CollectionChanges {
  description?: string | null;
  refusal?: RefusalThresholds | null;
}

/** Identity of an embedder, as remembered by a collection. */
export interface EmbedderIdentity {
  id: string;
  dimensions: number;
}

/** Collections: create, find, list, delete, and the embedder each one remembers. */
export class CollectionsRepository {
  constructor(private readonly db: DataSource) {}

  /** @throws DomainError `collection_exists`. */
  async create(name: string, description: string | null): Promise<CollectionSummary> {
    const inserted = await rows<{ id: string }>(
      this.db,
      `insert into collections (name, description) values ($1, $2) on conflict (name) do nothing returning id`,
      [name, description],
    );
    if (!inserted[0])
      throw new DomainError(
        'collection_exists',
        `Collection "${name}" exists already. Use it, or choose another name.`,
      );
    return this.summary(name);
  }

  /** @throws DomainError `collection_not_found`. */
  async byName(name: string): Promise<CollectionEntity> {
    const found = await this.db.getRepository(CollectionEntity).findOneBy({ name });
    if (!found) throw collectionNotFound(name);
    return found;
  }

  byId(id: string): Promise<CollectionEntity | null> {
    return this.db.getRepository(CollectionEntity).findOneBy({ id });
  }

  /** @throws DomainError `collection_not_found`. */
  async summary(name: string): Promise<CollectionSummary> {
    const [found] = await this.summaries('where c.name = $1', [name]);
    if (!found) throw collectionNotFound(name);
    return found;
  }

  /** @throws DomainError `collection_not_found`. */
  async change(name: string, { description, refusal }: CollectionChanges): Promise<CollectionSummary> {
    const changed = await affected(
      this.db,
      `update collections set description = case when $2 then $3 else description end,
         refusal = case when $4 then $5::json else refusal end
       where name = $1`,
      [
        name,
        description !== undefined,
        description ?? null,
        refusal !== undefined,
        refusal ? JSON.stringify(refusal) : null,
      ],
    );
    if (changed === 0) throw collectionNotFound(name);
    return this.summary(name);
  }

  list(): Promise<CollectionSummary[]> {
    return this.summaries('', []);
  }

  /** Ids of all collections, for workers that follow every change log. */
  async ids(): Promise<string[]> {
    const found = await rows<{ id: string }>(this.db, 'select id from collections order by created_at');
    return found.map((row) => row.id);
  }

  /** Deletes a collection with its documents. Returns the SHA-256 of every original that it may have been using. */
  async delete(name: string): Promise<string[]> {
    if (name === 'default') {
      throw new DomainError(
        'conflict',
        'The default collection cannot be deleted; delete its documents instead.',
      );
    }
    return this.db.transaction(async (sql) => {
      // Locked one after the other, or what an upload or an attempt begins just now would stay behind.
      await sql.query('select 1 from collections where name = $1 for update', [name]);
      await sql.query(
        `select 1 from documents d join collections c on c.id = d.collection_id
         where c.name = $1 order by d.id for update of d`,
        [name],
      );
      const versions = await rows<{ sha256: string; extraction_id: string | null }>(
        sql,
        `select v.sha256, v.extraction_id from document_versions v
         join documents d on d.id = v.document_id
         join collections c on c.id = d.collection_id where c.name = $1 for update of v`,
        [name],
      );
      if ((await affected(sql, 'delete from collections where name = $1', [name])) === 0)
        throw collectionNotFound(name);
      await dropUnusedExtractions(sql, usedExtractions(versions));
      return [...new Set(versions.map((version) => version.sha256))];
    });
  }

  /**
   * The collection's embedder; the first to ask while it has none decides it.
   * Returns what is in force, which may differ from `wanted`.
   */
  async claimEmbedder(collectionId: string, wanted: EmbedderIdentity): Promise<EmbedderIdentity> {
    await this.db.query(
      `update collections set embedder_id = $2, embedder_dimensions = $3 where id = $1 and embedder_id is null`,
      [collectionId, wanted.id, wanted.dimensions],
    );
    const collection = await this.byId(collectionId);
    if (!collection) throw new DomainError('collection_not_found', 'The collection was deleted.');
    return {
      id: collection.embedderId ?? wanted.id,
      dimensions: collection.embedderDimensions ?? wanted.dimensions,
    };
  }

  private async summaries(where: string, parameters: unknown[]): Promise<CollectionSummary[]> {
    const found = await rows<CollectionRow>(
      this.db,
      `select c.*, (select count(*)::int from documents d where d.collection_id = c.id) as documents
       from collections c ${where} order by c.created_at`,
      parameters,
    );
    return found.map((row) => ({
      id: row.id,
      name: row.name,
      description: row.description,
      embedder:
        row.embedder_id === null ? null : { id: row.embedder_id, dimensions: row.embedder_dimensions ?? 0 },
      documents: row.documents,
      refusal: row.refusal,
      createdAt: row.created_at,
    }));
  }
}

interface CollectionRow {
  id: string;
  name: string;
  description: string | null;
  embedder_id: string | null;
  embedder_dimensions: number | null;
  documents: number;
  refusal: RefusalThresholds | null;
  created_at: Date;
}

export function collectionNotFound(name: string): DomainError {
  return new DomainError(
    'collection_not_found',
    `There is no collection "${name}". List them with GET /v1/collections, or create it with POST /v1/collections.`,
  );
}
