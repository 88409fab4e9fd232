import { Controller, HttpCode, Post } from '@nestjs/common';
import { JsonBody } from '../../http/json-body.decorator.js';
import { invalidRequest } from '../../http/detailed-error.js';
import { Served } from '../served.js';
import { EmbedJobs } from './embed-jobs.js';
import { embeddingRequestSchema, type EmbeddingList, type EmbeddingRequest } from './embedding.schema.js';

@Controller('openai/v1/embeddings')
export class EmbeddingsController {
  constructor(
    private readonly served: Served,
    private readonly jobs: EmbedJobs,
  ) {}

  @Post()
  @HttpCode(200)
  async create(@JsonBody(embeddingRequestSchema) body: EmbeddingRequest): Promise<EmbeddingList> {
    const { model, input, encoding_format: format, dimensions, input_type: as } = body;
    await this.served.requireEmbedder(model);
    const made = await this.jobs.run({ embedder: model, texts: [input].flat(), as });
    if (dimensions && dimensions !== made.dimensions) {
      const message = `is ${made.dimensions} for this model and cannot be changed`;
      throw invalidRequest(`dimensions ${message}.`, [{ path: 'dimensions', message }]);
    }
    const data = made.vectors.map((vector, index) => ({
      object: 'embedding' as const,
      index,
      embedding: format === 'base64' ? vector : toNumbers(vector),
    }));
    const usage = { prompt_tokens: made.tokens, total_tokens: made.tokens };
    return { object: 'list', data, model, usage };
  }
}

function toNumbers(base64: string): number[] {
  const bytes = Buffer.from(base64, 'base64');
  return Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(i * 4));
}
