/**
 * Kotae for programs that speak the Model Context Protocol: four tools over the API, by the same client that everybody
 * uses. What comes in is a {@link KotaeClient}, what goes out an MCP server that a transport is connected to.
 */
export { createMcpServer } from './create-mcp-server.js';
