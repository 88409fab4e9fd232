import type { SearchView } from '#contracts';
import { Controller, HttpCode, Post } from '@nestjs/common';
import { JsonBody } from '../http/json-body.decorator.js';
import { CollectionParam } from '../http/params.decorator.js';
import { searchBodySchema, type SearchBody } from './search.schema.js';
import { SearchService } from './search.service.js';

@Controller('v1/collections/:name/search')
export class SearchController {
  constructor(private readonly service: SearchService) {}

  @Post()
  @HttpCode(200)
  async search(
    @CollectionParam() collection: string,
    @JsonBody(searchBodySchema) body: SearchBody,
  ): Promise<SearchView> {
    return this.service.search(collection, body);
  }
}
