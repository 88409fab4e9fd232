import type { Operation } from './operation.js';

/** The methods, in upper case, that the API offers at a path; none when it does not know the path. */
export function allowedMethods(operations: Operation[], path: string): string[] {
  const segments = path.replace(/\/$/, '').split('/');
  const methods = operations
    .filter((operation) => matches(operation.path.split('/'), segments))
    .map((operation) => operation.method.toUpperCase());
  return [...new Set(methods)].flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
}

function matches(pattern: string[], segments: string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((part, i) => (part.startsWith('{') ? segments[i] !== '' : part === segments[i]))
  );
}
