import { foreignTo } from './local-request.js';

describe('foreignTo', () => {
  it.each([
    { host: 'localhost:3000' },
    { host: '127.0.0.1' },
    { host: '[::1]:3000', origin: 'http://[::1]:3000' },
    { host: 'localhost:3000', origin: 'http://LOCALHOST:3000', 'sec-fetch-site': 'same-origin' },
  ])('takes %j for local', (headers) => {
    expect(foreignTo(headers)).toBeNull();
  });

  it.each([
    {},
    { host: 'kotae.example' },
    { host: 'localhost@evil.example' },
    { host: 'localhost:3000', origin: 'http://localhost:3001' },
    { host: 'localhost:3000', origin: 'https://localhost:3000' },
    { host: 'localhost:3000', origin: 'null' },
    { host: 'localhost:3000', 'sec-fetch-site': 'cross-site' },
    { host: 'localhost:3000', forwarded: 'for=203.0.113.9' },
  ])('takes %j for foreign', (headers) => {
    expect(foreignTo(headers)).toContain('Without an API key');
  });
});
