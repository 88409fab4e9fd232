import { DomainError } from '#contracts';
import { Catch, Inject, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { allowedMethods } from '../openapi/allowed-methods.js';
import { OPERATIONS, type Operation } from '../openapi/operation.js';
import { OPENAI_ROOT, openAiError, openAiStatus } from '../openai/openai-error.js';
import { DetailedError } from './detailed-error.js';
import { problems, type Problem } from './problem.js';
import { requestIdOf } from './request-id.js';
import { toDomainError } from './to-domain-error.js';

/** Seconds after which a client may try again when a service was away. */
const RETRY_AFTER = 5;

/** Lines of a stack that are logged. */
const STACK_LINES = 10;

/**
 * Turns whatever a handler throws into one `application/problem+json`, or for OpenAI's clients into an error of their
 * shape, and logs what is our fault: one line each.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('http');

  constructor(@Inject(OPERATIONS) private readonly operations: Operation[]) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const error = this.explain(toDomainError(thrown), request, response);
    const problem = toProblem(error, requestIdOf(response));
    if (problem.status >= 500) this.report(error, problem, request);
    // Half an answer cannot be taken back; cutting the connection is the one honest sign left.
    if (response.headersSent) return void response.destroy();
    if (problem.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
    if (problem.status === 503 || problem.status === 507)
      response.setHeader('Retry-After', String(RETRY_AFTER));
    if (request.path.startsWith(OPENAI_ROOT)) {
      response.status(openAiStatus(error.code)).json(openAiError(error, problem.errors));
      return;
    }
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }

  /** A path that exists for other methods is a wrong method, not a wrong path. */
  private explain(error: DomainError, request: Request, response: Response): DomainError {
    if (error.code !== 'not_found') return error;
    const allowed = allowedMethods(this.operations, request.path);
    if (allowed.length === 0 || allowed.includes(request.method)) return error;
    response.setHeader('Allow', allowed.join(', '));
    return new DomainError('method_not_allowed', `Use ${allowed.join(' or ')} here.`);
  }

  private report(error: DomainError, problem: Problem, request: Request): void {
    const where = `${problem.instance} ${request.method} ${request.path} ${problem.status} ${problem.code}`;
    const cause = error.cause instanceof Error ? error.cause : null;
    if (problem.status === 500) this.log.error(`${where}: ${oneLine(cause?.stack ?? error.message)}`);
    else this.log.warn(`${where}: ${oneLine(cause?.message ?? error.message)}`);
  }
}

/** The problem document of an error. */
function toProblem(error: DomainError, id: string): Problem {
  const { status, title } = problems[error.code];
  const problem: Problem = {
    type: `urn:kotae:problem:${error.code}`,
    title,
    status,
    detail: error.message,
    code: error.code,
    instance: `urn:kotae:request:${id}`,
  };
  const errors = error instanceof DetailedError ? error.errors : [];
  return errors.length > 0 ? { ...problem, errors } : problem;
}

/** A stack on one line, as far as our own frames reach. */
function oneLine(text: string): string {
  return text.split(/\s*\n\s*/, STACK_LINES).join(' | ');
}
