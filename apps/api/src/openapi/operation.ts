import type { ErrorCode } from '#contracts';
import type { z } from 'zod';

/** One call of the API, as its feature describes it; the document is built from all of them. */
export interface Operation {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** As OpenAPI writes it: `/v1/questions/{id}`. */
  path: string;
  tag: string;
  summary: string;
  description?: string;
  /** True for the calls that need no key. */
  open?: boolean;
  query?: z.ZodObject;
  headers?: Record<string, string>;
  body?: OperationBody;
  responses: Record<number, OperationResponse>;
  /** What can go wrong, besides what can go wrong everywhere. */
  errors?: ErrorCode[];
}

interface OperationBody {
  description?: string;
  /** A JSON body. */
  schema?: z.ZodType;
  /** Another kind of body, as a raw JSON Schema by media type. */
  raw?: Record<string, object>;
}

export interface OperationResponse {
  description: string;
  /** A JSON body. */
  schema?: z.ZodType;
  /** Another kind of body; for media types that hold bytes or events. */
  mediaTypes?: string[];
  headers?: Record<string, string>;
}

/** Dependency-injection token of all {@link Operation}s. */
export const OPERATIONS = Symbol('OPERATIONS');
