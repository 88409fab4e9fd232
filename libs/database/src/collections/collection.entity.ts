import type { RefusalThresholds } from '#contracts';
import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A set of documents with one index. */
@Entity('collections')
export class CollectionEntity {
  @PrimaryGeneratedColumn('uuid') id: string;
  @Column({ type: 'text', unique: true }) name: string;
  @Column({ type: 'text', nullable: true }) description: string | null;
  /** Embedder of every passage in the collection; null until the first document is ingested. */
  @Column({ type: 'text', name: 'embedder_id', nullable: true }) embedderId: string | null;
  @Column({ type: 'int', name: 'embedder_dimensions', nullable: true }) embedderDimensions: number | null;
  /** When it refuses; null for the defaults. */
  @Column({ type: 'json', nullable: true }) refusal: RefusalThresholds | null;
  /** How often the embedder has been changed. */
  @Column({ type: 'int', name: 'index_generation', default: 0 }) indexGeneration: number;
  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' }) createdAt: Date;
}
