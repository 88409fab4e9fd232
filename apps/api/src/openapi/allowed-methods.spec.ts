import { allowedMethods } from './allowed-methods.js';
import type { Operation } from './operation.js';

const operation = (method: Operation['method'], path: string): Operation => ({
  method,
  path,
  tag: 't',
  summary: 's',
  responses: {},
});
const operations = [
  operation('get', '/v1/things'),
  operation('get', '/v1/things/{id}'),
  operation('delete', '/v1/things/{id}'),
];

describe('allowedMethods', () => {
  it.each([
    ['/v1/things', ['GET', 'HEAD']],
    ['/v1/things/', ['GET', 'HEAD']],
    ['/v1/things/7', ['GET', 'HEAD', 'DELETE']],
    ['/v1/things/7/parts', []],
    ['/v1', []],
  ])('of %s are %j', (path, methods) => {
    expect(allowedMethods(operations, path)).toEqual(methods);
  });
});
