import { KotaeClient } from '#client';
import { DomainError } from '#contracts';
import { createMcpServer } from '#mcp';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { Controller, Delete, Get, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { OpenWork } from '../http/open-work.js';
import { checkOrigin } from './check-origin.js';
import { ownAddress } from './own-address.js';

/**
 * The Model Context Protocol over streamable HTTP, without sessions: each request brings its key and gets a server of
 * its own, so any instance behind a load balancer can answer it.
 */
@Controller('mcp')
export class McpController {
  constructor(private readonly openWork: OpenWork) {}

  @Post()
  async handle(@Req() request: Request, @Res() response: Response): Promise<void> {
    checkOrigin(request.headers);
    const apiKey = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
    // The tools come in by the same door as everybody, so they can do what the key may do and nothing else.
    const server = createMcpServer(new KotaeClient({ url: ownAddress(request.socket), apiKey }));
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    const { signal, stop } = this.openWork.begin();
    const close = (): void => void server.close();
    signal.addEventListener('abort', close, { once: true });
    // A client that goes away cancels what it has asked.
    response.once('close', () => {
      stop();
      close();
    });
    await server.connect(transport);
    await transport.handleRequest(request, response, request.body);
  }

  /** Without sessions there is nothing to listen to and nothing to end. */
  @Get()
  listen(): never {
    throw onlyPost();
  }

  @Delete()
  end(): never {
    throw onlyPost();
  }
}

function onlyPost(): DomainError {
  return new DomainError('method_not_allowed', 'This MCP server has no sessions: use POST.');
}
