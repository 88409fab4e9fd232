import { KotaeError } from '#client';
import { serviceMessage } from './service-message.js';

const invalid = (path: string, message: string): string =>
  serviceMessage(
    new KotaeError('invalid_request', `The body is not valid. ${path}: ${message}.`, {
      status: 400,
      fields: [{ path, message }],
    }),
  );

describe('serviceMessage', () => {
  it('names the option or argument of which the service calls the field wrong', () => {
    expect(invalid('top_k', 'Too small')).toBe('--top-k: Too small.');
    expect(invalid('filter.from', 'must be a day')).toBe('--from: must be a day.');
    expect(invalid('filter.tags.0', 'Too long')).toBe('--tag: Too long.');
    expect(invalid('k', 'Too big')).toBe('--results: Too big.');
    expect(invalid('question', 'is empty: say something')).toBe('The question is empty: say something.');
    expect(invalid('name', 'use lower-case letters')).toBe('name: use lower-case letters.');
  });

  it('says how to get a key, also in place of one that cannot be one', () => {
    const remedy = 'Create one with "npx kotae keys create <name>" and set KOTAE_API_KEY to it.';
    const refused = new KotaeError('unauthenticated', 'Send a key.', { status: 401 });
    expect(serviceMessage(refused)).toBe(`Kotae asks for an API key. ${remedy}`);
    expect(serviceMessage(new KotaeError('unauthenticated', 'That is none.'))).toBe(
      `That is none. ${remedy}`,
    );
  });

  it('leaves alone what is no field of a command', () => {
    const message = "The document's name is empty.";
    const fields = [{ path: 'name', message: 'is empty' }];
    expect(serviceMessage(new KotaeError('invalid_request', message, { fields }))).toBe(message);
  });
});
