import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Request } from 'express';
import { AppModule } from './app.module.js';
import type { ApiConfig } from './config.js';
import { MAX_JSON_BODY, MAX_OPENAI_BODY } from './http/body-limits.js';
import { requestId } from './http/request-id.js';
import { securityHeaders } from './http/security-headers.js';
import { OPENAI_ROOT } from './openai/openai-error.js';
import { serveDocs } from './openapi/serve-docs.js';
import { servePage } from './page/serve-page.js';

/** How long one request may take to arrive; large uploads come over slow lines. */
const REQUEST_TIMEOUT_MS = 3_600_000;
/** Longer than the idle timeout of the usual proxies, or they would send requests into a connection that closes. */
const KEEP_ALIVE_MS = 75_000;

/** Builds the application, connected but not listening. @throws Error when a service is missing or no key exists. */
export async function createApp(
  config: ApiConfig,
  logLevels: LogLevel[] = ['log', 'warn', 'error', 'fatal'],
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.with(config), {
    bodyParser: false,
    abortOnError: false,
    logger: new ConsoleLogger({ prefix: 'kotae-api', logLevels, json: config.logFormat === 'json' }),
  });
  app.disable('x-powered-by');
  app.use(requestId, securityHeaders);
  servePage(app, config.pageFolder);
  app.useBodyParser('json', {
    limit: MAX_OPENAI_BODY,
    type: (request) => isOpenAi(request as Request) && isJson(request as Request),
  });
  // PUT bodies are documents, also those that happen to be JSON.
  app.useBodyParser('json', {
    limit: MAX_JSON_BODY,
    type: (request) => takesJson(request as Request) && isJson(request as Request),
  });
  serveDocs(app);
  const server = app.getHttpServer();
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  try {
    return await app.init();
  } catch (error) {
    await app.close();
    throw error;
  }
}

function isOpenAi({ path }: Pick<Request, 'path'>): boolean {
  return path.startsWith(OPENAI_ROOT);
}

function isJson(request: Request): boolean {
  return Boolean(request.is(['json', '+json']));
}

/** Whether the body is a call's parameters. Other bodies that say they are JSON are documents, and kept as they are. */
function takesJson({ method, path }: Pick<Request, 'method' | 'path'>): boolean {
  return method !== 'PUT' || /^\/v1\/collections\/[^/]+\/embedder$/.test(path);
}
