import { Module } from '@nestjs/common';
import { QuestionsModule } from '../questions/questions.module.js';
import { WorkersModule } from '../workers/workers.module.js';
import { ChatCompletionsController } from './chat/chat-completions.controller.js';
import { EmbedJobs } from './embeddings/embed-jobs.js';
import { EmbeddingsController } from './embeddings/embeddings.controller.js';
import { OpenAiModelsController } from './models/openai-models.controller.js';
import { Served } from './served.js';

/** The API as OpenAI's clients speak it. Completions are questions: they are queued, kept and billed like all others. */
@Module({
  imports: [QuestionsModule, WorkersModule],
  controllers: [ChatCompletionsController, EmbeddingsController, OpenAiModelsController],
  providers: [Served, EmbedJobs],
})
export class OpenAiModule {}
