import type { KotaeClient } from '#client';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import { filterOf, filterShape } from './filter.js';
import { placeOf, resultOf } from './result.js';

const output = {
  results: z.array(
    z.object({
      document_id: z.string(),
      document: z.string(),
      version: z.int(),
      page: z.int().nullable(),
      heading: z.string(),
      text: z.string(),
      start: z.int().describe('Place in the document, for get_document_text'),
      end: z.int(),
      score: z.number(),
    }),
  ),
};

/** `search_documents`: the best passages, without a model. */
export function addSearchDocuments(server: McpServer, kotae: KotaeClient): void {
  server.registerTool(
    'search_documents',
    {
      title: 'Search documents',
      description:
        'Find the passages of the documents that fit a query best, with their place. Fast; uses no language model.',
      inputSchema: {
        query: z.string().min(1).describe('What to look for, in the language of the documents'),
        limit: z.int().min(1).max(50).default(8).describe('Passages at most'),
        ...filterShape,
      },
      outputSchema: output,
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    ({ query, limit: k, collection = 'default', ...filter }, { signal }) =>
      resultOf(
        async () => {
          const { results } = await kotae.search(collection, { query, k, filter: filterOf(filter) }, signal);
          return { results: results.map(({ passage_id: _id, scores: _scores, ...result }) => result) };
        },
        ({ results }) =>
          results.length === 0
            ? 'Nothing was found.'
            : results
                .map(
                  (result, i) =>
                    `[${i + 1}] ${placeOf(result)} (document_id ${result.document_id})\n${result.text}`,
                )
                .join('\n\n'),
      ),
  );
}
