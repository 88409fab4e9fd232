import type { ConversationView } from '#contracts';
import { ConversationsRepository, QuestionsRepository, type Page } from '#database';
import { Controller, Delete, Get, HttpCode } from '@nestjs/common';
import { Owner } from '../auth/owner.decorator.js';
import { IdParam, QueryParams, pageQuerySchema, type PageQuery } from '../http/params.decorator.js';
import { questionView } from '../questions/question.view.js';
import { conversationView, type WholeConversation } from './conversation.view.js';
import { ConversationsService } from './conversations.service.js';

@Controller('v1/conversations')
export class ConversationsController {
  constructor(
    private readonly service: ConversationsService,
    private readonly conversations: ConversationsRepository,
    private readonly questions: QuestionsRepository,
  ) {}

  @Get()
  async list(
    @Owner() owner: string,
    @QueryParams(pageQuerySchema) query: PageQuery,
  ): Promise<Page<ConversationView>> {
    const page = await this.conversations.list(owner, query);
    return { items: page.items.map(conversationView), next_cursor: page.next_cursor };
  }

  @Get(':id')
  async get(
    @Owner() owner: string,
    @IdParam() id: string,
    @QueryParams(pageQuerySchema) query: PageQuery,
  ): Promise<WholeConversation> {
    const conversation = await this.conversations.get(owner, id);
    const { items, next_cursor } = await this.questions.list(owner, { ...query, conversationId: id });
    return { ...conversationView(conversation), questions: { items: items.map(questionView), next_cursor } };
  }

  @Delete(':id')
  @HttpCode(204)
  async delete(@Owner() owner: string, @IdParam() id: string): Promise<void> {
    await this.service.delete(owner, id);
  }
}
