import { isFinalStatus, type Ask, type QuestionView, type StoredChat } from '#contracts';
import { QuestionsRepository, type QuestionEntity } from '#database';
import { Injectable } from '@nestjs/common';
import { OpenWork } from '../http/open-work.js';
import { OfferedModels } from '../workers/offered-models.js';
import { AnswerFollower } from './answer-follower.js';
import { AnswerJobs } from './answer-jobs.js';

/** Asking, waiting and cancelling. */
@Injectable()
export class QuestionsService {
  constructor(
    private readonly questions: QuestionsRepository,
    private readonly jobs: AnswerJobs,
    private readonly follower: AnswerFollower,
    private readonly openWork: OpenWork,
    private readonly models: OfferedModels,
  ) {}

  /**
   * Accepts a question: once its row is stored it will end in exactly one final state. The same idempotency key with
   * the same request gives the earlier question. `chat` is all of a question that came as a chat.
   * @throws DomainError `collection_not_found`, `conversation_not_found`, `conversation_busy`, `invalid_request`,
   * `idempotency_key_reused`, `model_not_found`, `worker_unavailable`.
   */
  async ask(
    owner: string,
    ask: Ask,
    idempotencyKey: string | null,
    chat?: StoredChat,
  ): Promise<QuestionEntity> {
    const { question: text, collection, conversation_id: conversationId = null, ...options } = ask;
    if (options.model !== undefined) await this.models.require(options.model);
    const continues = conversationId !== null && conversationId !== 'new';
    const { question, created, open } = await this.questions.create({
      owner,
      idempotencyKey,
      collection: collection ?? (continues ? null : 'default'),
      conversationId,
      question: text,
      options,
      ...(chat && { chat }),
    });
    if (created) this.jobs.dispatch(question, open);
    return question;
  }

  /** Waits up to `seconds` for the question's end; null when it has not come. `hungUp` ends the wait early. */
  async wait(
    question: QuestionEntity,
    seconds: number,
    onHangUp: (stop: () => void) => void,
  ): Promise<QuestionView | null> {
    const { signal, stop } = this.openWork.begin();
    const timer = setTimeout(stop, seconds * 1000);
    onHangUp(stop);
    try {
      return await this.follower.final(question, signal);
    } finally {
      clearTimeout(timer);
      stop();
    }
  }

  /** Cancels an open question; one that is final already stays as it is. @throws DomainError `question_not_found`. */
  async cancel(owner: string, id: string): Promise<QuestionEntity> {
    const before = await this.questions.get(owner, id);
    if (isFinalStatus(before.status)) return before;
    const cancelled = await this.questions.cancel(owner, id);
    const question = await this.questions.get(owner, id);
    if (cancelled) this.jobs.withdraw(question);
    return question;
  }
}
