import { Module } from '@nestjs/common';
import { QuestionsModule } from '../questions/questions.module.js';
import { ConversationsController } from './conversations.controller.js';
import { ConversationsService } from './conversations.service.js';

/** Conversations: listed, resumed and deleted here; they begin and go on with questions. */
@Module({
  imports: [QuestionsModule],
  controllers: [ConversationsController],
  providers: [ConversationsService],
})
export class ConversationsModule {}
