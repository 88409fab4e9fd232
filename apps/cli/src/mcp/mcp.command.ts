import { createMcpServer } from '#mcp';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { Writable } from 'node:stream';
import { CliCommand } from '../command/cli-command.js';
import type { CommandContext } from '../command/context.js';
import { openKotae } from '../command/open-kotae.js';

/** `kotae mcp`: the documents for a program that speaks the Model Context Protocol, over its input and output. */
export function mcpCommand(context: CommandContext): CliCommand {
  return new CliCommand('mcp')
    .summary('serve the documents to MCP clients over stdio')
    .description(
      'Serve the Model Context Protocol over standard input and output: search_documents, ask, get_document_text, ' +
        'list_collections. The service itself serves the same at /mcp. See docs/mcp.md.',
    )
    .example('npx kotae mcp', 'the command that an MCP client is configured with')
    .action(() => serve(context));
}

/** Ends when the client closes the input, or at a signal. */
async function serve(context: CommandContext): Promise<void> {
  const { input, out, signal } = context;
  const server = createMcpServer(openKotae(context));
  const ended = new Promise<void>((resolve) => {
    // The SDK's servers are no event targets.
    // oxlint-disable-next-line unicorn/prefer-add-event-listener
    server.server.onclose = resolve;
    input.once('end', resolve);
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await server.connect(new StdioServerTransport(input, out as Writable));
  await ended;
  await server.close();
}
