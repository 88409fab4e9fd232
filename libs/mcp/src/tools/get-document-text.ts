import type { KotaeClient } from '#client';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import { resultOf } from './result.js';

/** A longer piece would fill a model's context; the rest is read from `end` on. */
const MAX_CHARACTERS = 20_000;

const output = {
  document_id: z.string(),
  document: z.string(),
  version: z.int(),
  text: z.string(),
  start: z.int(),
  end: z.int(),
  length: z.int().describe('Length of the whole text'),
};

/** `get_document_text`: what a document says, or a range of it. */
export function addGetDocumentText(server: McpServer, kotae: KotaeClient): void {
  server.registerTool(
    'get_document_text',
    {
      title: 'Read a document',
      description: `Read the text of a document, or the range around a passage or quote. At most ${MAX_CHARACTERS} characters at a time: go on from "end" until it is "length".`,
      inputSchema: {
        document_id: z.uuid().describe('From search_documents or a citation'),
        start: z.int().min(0).default(0).describe('First character (UTF-16 offset)'),
        end: z.int().min(0).optional().describe('Character after the last one'),
        version: z
          .int()
          .min(1)
          .optional()
          .describe('The version that a citation names; the current one if left out'),
      },
      outputSchema: output,
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    ({ document_id, start, end, version }, { signal }) =>
      resultOf(
        async () => {
          const limit = Math.min(end ?? Infinity, start + MAX_CHARACTERS);
          const [document, range] = await Promise.all([
            kotae.documents.get(document_id, signal),
            kotae.documents.text(document_id, { start, end: limit, version }, signal),
          ]);
          return { document_id, document: document.name, ...range };
        },
        ({ document, text, start, end, length }) =>
          `${document}, characters ${start} to ${end} of ${length}:\n\n${text}`,
      ),
  );
}
