import type { Operation } from '../openapi/operation.js';

export const mcpOperations: Operation[] = [
  {
    method: 'post',
    path: '/mcp',
    tag: 'MCP',
    summary: 'Speak the Model Context Protocol (streamable HTTP, without sessions)',
    description:
      'Tools: `ask`, `search_documents`, `get_document_text`, `list_collections`. For MCP clients; see docs/mcp.md.',
    body: { description: 'JSON-RPC 2.0', raw: { 'application/json': { type: 'object' } } },
    responses: {
      200: { description: 'The result, and what is told before it', mediaTypes: ['text/event-stream'] },
      202: { description: 'A notification was taken' },
    },
    errors: ['payload_too_large'],
  },
];
