import type {
  AnswerOptions,
  Citation,
  ErrorInfo,
  ModelView,
  QuestionStatus,
  QuestionView,
  Source,
  StoredChat,
  Timings,
  Usage,
} from '#contracts';
import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** A question and, once it is final, its answer. The row is the truth; queue and stream can be rebuilt from it. */
@Entity('questions')
export class QuestionEntity {
  @PrimaryColumn('uuid') id: string;
  /** Who asked: an API key's id, or `local` where no key is needed. */
  @Column({ type: 'text' }) owner: string;
  @Column({ type: 'text', name: 'idempotency_key', nullable: true }) idempotencyKey: string | null;
  @Column({ type: 'text', name: 'request_hash' }) requestHash: string;
  @Column({ type: 'uuid', name: 'collection_id', nullable: true }) collectionId: string | null;
  @Column({ type: 'text', name: 'collection_name' }) collectionName: string;
  /** The conversation that it is a turn of, and which one from 1 on; both null for a question that stands alone. */
  @Column({ type: 'uuid', name: 'conversation_id', nullable: true }) conversationId: string | null;
  @Column({ type: 'int', nullable: true }) turn: number | null;
  @Column({ type: 'text' }) question: string;
  /** What was searched for instead, when the question needed its conversation to be understood. */
  @Column({ type: 'text', name: 'standalone_question', nullable: true }) standaloneQuestion: string | null;
  @Column({ type: 'json' }) options: AnswerOptions;
  /** For a question that came as a chat: all of it, and how the text is to be made. */
  @Column({ type: 'json', nullable: true }) chat: StoredChat | null;
  @Column({ type: 'text' }) status: QuestionStatus;
  /** Fencing token: +1 each time a worker starts the question. */
  @Column({ type: 'int', default: 0 }) epoch: number;
  /** Attempts that ran alone in quarantine. */
  @Column({ type: 'int', name: 'solo_starts', default: 0 }) soloStarts: number;
  /** Position in the collection's change log that the answer must have seen. */
  @Column({ type: 'bigint', name: 'index_seq', transformer: { to: Number, from: Number } }) indexSeq: number;
  @Column({ type: 'text', nullable: true }) answer: string | null;
  @Column({ type: 'json' }) citations: Citation[];
  @Column({ type: 'json' }) sources: Source[];
  @Column({ type: 'text', name: 'stop_reason', nullable: true }) stopReason: QuestionView['stop_reason'];
  @Column({ type: 'json', nullable: true }) usage: Usage | null;
  @Column({ type: 'json', nullable: true }) timings: Timings | null;
  @Column({ type: 'json', nullable: true }) model: ModelView | null;
  @Column({ type: 'json', nullable: true }) error: ErrorInfo | null;
  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' }) createdAt: Date;
  @Column({ type: 'timestamptz', name: 'started_at', nullable: true }) startedAt: Date | null;
  @Column({ type: 'timestamptz', name: 'finished_at', nullable: true }) finishedAt: Date | null;
}
