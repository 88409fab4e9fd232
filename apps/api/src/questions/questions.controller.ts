import { askSchema, type Ask, type QuestionView } from '#contracts';
import { QuestionsRepository, type Page } from '#database';
import { Controller, Delete, Get, Headers, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Owner } from '../auth/owner.decorator.js';
import { EventStreams } from '../http/event-streams.js';
import { JsonBody } from '../http/json-body.decorator.js';
import { IdParam, QueryParams, pageQuerySchema, type PageQuery } from '../http/params.decorator.js';
import { AnswerFollower } from './answer-follower.js';
import { IdempotencyKey } from './idempotency-key.decorator.js';
import { preferredWait } from './preferences.js';
import { questionLinks, questionView } from './question.view.js';
import { QuestionsService } from './questions.service.js';

@Controller('v1/questions')
export class QuestionsController {
  constructor(
    private readonly service: QuestionsService,
    private readonly questions: QuestionsRepository,
    private readonly follower: AnswerFollower,
    private readonly streams: EventStreams,
  ) {}

  /** 202 at once; 200 with the answer when the client prefers to wait; a stream when it accepts only that. */
  @Post()
  async ask(
    @Owner() owner: string,
    @JsonBody(askSchema) ask: Ask,
    @IdempotencyKey() idempotencyKey: string | null,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const question = await this.service.ask(owner, ask, idempotencyKey);
    const links = questionLinks(question.id);
    response.location(links.self);
    if (request.accepts(['application/json', 'text/event-stream']) === 'text/event-stream') {
      return this.streams.send(request, response, (signal) => this.follower.follow(question, null, signal));
    }
    const seconds = preferredWait(request.get('Prefer'));
    if (seconds !== null) {
      response.setHeader('Preference-Applied', `wait=${seconds}`);
      const answer = await this.service.wait(question, seconds, (stop) => response.once('close', stop));
      if (answer) return void response.status(200).json(answer);
    }
    const { id, status, conversationId } = question;
    response.status(202).json({ id, status, conversation_id: conversationId, links });
  }

  @Get()
  async list(
    @Owner() owner: string,
    @QueryParams(pageQuerySchema) query: PageQuery,
  ): Promise<Page<QuestionView>> {
    const page = await this.questions.list(owner, query);
    return { items: page.items.map(questionView), next_cursor: page.next_cursor };
  }

  @Get(':id')
  async get(@Owner() owner: string, @IdParam() id: string): Promise<QuestionView> {
    return questionView(await this.questions.get(owner, id));
  }

  @Get(':id/events')
  async events(
    @Owner() owner: string,
    @IdParam() id: string,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const question = await this.questions.get(owner, id);
    await this.streams.send(request, response, (signal) =>
      this.follower.follow(question, lastEventId ?? null, signal),
    );
  }

  @Delete(':id')
  async cancel(@Owner() owner: string, @IdParam() id: string): Promise<QuestionView> {
    return questionView(await this.service.cancel(owner, id));
  }
}
