import { ConversationsRepository } from '#database';
import { Injectable } from '@nestjs/common';
import { QuestionsService } from '../questions/questions.service.js';

/** What takes more than a look at a conversation's rows. */
@Injectable()
export class ConversationsService {
  constructor(
    private readonly conversations: ConversationsRepository,
    private readonly questions: QuestionsService,
  ) {}

  /**
   * Deletes a conversation with its questions; one that is being answered is cancelled first, so that its worker stops
   * and whoever watches it hears of the end. @throws DomainError `conversation_not_found`.
   */
  async delete(owner: string, id: string): Promise<void> {
    await this.conversations.get(owner, id);
    for (const open of await this.conversations.openTurns(id)) await this.questions.cancel(owner, open);
    await this.conversations.delete(owner, id);
  }
}
