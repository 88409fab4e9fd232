import { Module } from '@nestjs/common';
import { McpController } from './mcp.controller.js';

/** The documents for programs that speak the Model Context Protocol. */
@Module({ controllers: [McpController] })
export class McpModule {}
