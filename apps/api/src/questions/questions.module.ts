import { Module } from '@nestjs/common';
import { WorkersModule } from '../workers/workers.module.js';
import { AnswerEntries } from './answer-entries.js';
import { AnswerFollower } from './answer-follower.js';
import { AnswerJobs } from './answer-jobs.js';
import { OpenQuestions } from './open-questions.js';
import { PreferredWorker } from './preferred-worker.js';
import { QuestionsController } from './questions.controller.js';
import { QuestionsService } from './questions.service.js';

/** Questions: asked, followed while they are answered, looked up, cancelled. */
@Module({
  imports: [WorkersModule],
  controllers: [QuestionsController],
  providers: [QuestionsService, AnswerJobs, AnswerEntries, AnswerFollower, OpenQuestions, PreferredWorker],
  exports: [QuestionsService, AnswerFollower],
})
export class QuestionsModule {}
