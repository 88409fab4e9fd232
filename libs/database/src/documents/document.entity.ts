import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A named document; its bytes and text live in versions. */
@Entity('documents')
export class DocumentEntity {
  @PrimaryGeneratedColumn('uuid') id: string;
  @Column({ type: 'uuid', name: 'collection_id' }) collectionId: string;
  @Column({ type: 'text' }) name: string;
  @Column({ type: 'int', name: 'latest_version' }) latestVersion: number;
  /** The version that search and answers use; null until one is ready. */
  @Column({ type: 'int', name: 'ready_version', nullable: true }) readyVersion: number | null;
  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' }) createdAt: Date;
}
