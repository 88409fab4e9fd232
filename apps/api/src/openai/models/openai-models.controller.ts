import { Controller, Get, Param } from '@nestjs/common';
import { DomainError } from '#contracts';
import { z } from 'zod';
import { Served } from '../served.js';

export const openAiModelSchema = z.object({
  id: z.string(),
  object: z.literal('model'),
  created: z.int().describe('Seconds since 1970; 0 for models, whose age nobody knows'),
  owned_by: z.literal('kotae'),
});
export type OpenAiModel = z.infer<typeof openAiModelSchema>;

export const openAiModelListSchema = z.object({
  object: z.literal('list'),
  data: z.array(openAiModelSchema),
});

@Controller('openai/v1/models')
export class OpenAiModelsController {
  constructor(private readonly served: Served) {}

  @Get()
  async list(): Promise<z.infer<typeof openAiModelListSchema>> {
    const models = await this.served.models();
    const data = models.map(({ id, created }): OpenAiModel => ({
      id,
      object: 'model',
      created: Math.floor(created.getTime() / 1000),
      owned_by: 'kotae',
    }));
    return { object: 'list', data };
  }

  /** Names of collections have a slash in them, which clients send as it is or encoded. */
  @Get('*model')
  async get(@Param('model') parts: string | string[]): Promise<OpenAiModel> {
    const id = [parts].flat().join('/');
    const model = (await this.list()).data.find((candidate) => candidate.id === id);
    if (!model) throw new DomainError('model_not_found', `There is no model "${id}".`);
    return model;
  }
}
