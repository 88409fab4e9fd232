import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { DomainError } from '#contracts';
import type { QuestionEntity } from '#database';
import type { Request, Response } from 'express';
import { Owner } from '../../auth/owner.decorator.js';
import { EventStreams, type Wire } from '../../http/event-streams.js';
import { JsonBody } from '../../http/json-body.decorator.js';
import { AnswerFollower } from '../../questions/answer-follower.js';
import { IdempotencyKey } from '../../questions/idempotency-key.decorator.js';
import { QuestionsService } from '../../questions/questions.service.js';
import { openAiError } from '../openai-error.js';
import { Served } from '../served.js';
import { chatCompletion } from './chat-completion.js';
import { chatRequestSchema, type ChatRequest } from './chat-request.schema.js';
import { completionChunks, type Chunk } from './completion-chunks.js';
import { toAsk } from './to-ask.js';

/** Longest wait for an answer, in seconds; clients hang up before. */
const MAX_WAIT = 3600;

const chunks: Wire<Chunk> = {
  beginning: '',
  write: (chunk) => `data: ${chunk === '[DONE]' ? chunk : JSON.stringify(chunk)}\n\n`,
  failure: (error) => `data: ${JSON.stringify(openAiError(error))}\n\n`,
};

@Controller('openai/v1/chat/completions')
export class ChatCompletionsController {
  constructor(
    private readonly served: Served,
    private readonly service: QuestionsService,
    private readonly follower: AnswerFollower,
    private readonly streams: EventStreams,
  ) {}

  /** A completion is a question like any other; a client that hangs up cancels it. */
  @Post()
  @HttpCode(200)
  async create(
    @Owner() owner: string,
    @JsonBody(chatRequestSchema) body: ChatRequest,
    @IdempotencyKey() idempotencyKey: string | null,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { ask, chat } = toAsk(body);
    if (!ask.grounded) await this.served.requireGenerator(body.model);
    const question = await this.service.ask(owner, ask, idempotencyKey, chat);
    response.once('close', () => {
      if (!response.writableFinished) void this.service.cancel(owner, question.id).catch(() => undefined);
    });
    if (body.stream) return this.stream(question, body, request, response);
    const answer = await this.service.wait(question, MAX_WAIT, (stop) => response.once('close', stop));
    if (!answer) throw new DomainError('service_unavailable', 'The answer has not come in time. Ask again.');
    response.json(chatCompletion(answer, body.model));
  }

  private stream(
    question: QuestionEntity,
    { model, stream_options: options }: ChatRequest,
    request: Request,
    response: Response,
  ): Promise<void> {
    const { grounded } = question.options;
    return this.streams.sendAs(chunks, request, response, (signal) =>
      completionChunks(question, this.follower.follow(question, null, signal), {
        model,
        grounded,
        includeUsage: options?.include_usage ?? false,
      }),
    );
  }
}
