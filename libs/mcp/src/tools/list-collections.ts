import type { KotaeClient } from '#client';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import { resultOf } from './result.js';

const output = {
  collections: z.array(
    z.object({ name: z.string(), description: z.string().nullable(), documents: z.int() }),
  ),
};

/** `list_collections`: what there is to ask about. */
export function addListCollections(server: McpServer, kotae: KotaeClient): void {
  server.registerTool(
    'list_collections',
    {
      title: 'List collections',
      description: 'List the collections of documents that can be searched and asked.',
      outputSchema: output,
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    ({ signal }) =>
      resultOf(
        async () => {
          const { items } = await kotae.collections.list(signal);
          return {
            collections: items.map(({ name, description, documents }) => ({ name, description, documents })),
          };
        },
        ({ collections }) =>
          collections
            .map(({ name, description, documents }) =>
              `${name}: ${documents} ${documents === 1 ? 'document' : 'documents'}. ${description ?? ''}`.trim(),
            )
            .join('\n'),
      ),
  );
}
