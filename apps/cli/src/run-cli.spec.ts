import { cli } from '../../../test/support/cli.js';

describe('kotae', () => {
  it.each([
    [[]],
    [['keys']],
    [['keys', 'create']],
    [['keys', 'list', 'x']],
    [['keys', 'revoke']],
    [['keys', 'delete', 'x']],
    [['keys', 'create', 'a', 'b']],
    [['keys', 'create', 'a', '--scope', 'root']],
    [['keys', 'revoke', 'x', '--scope', 'use']],
    [['nonsense']],
    [['--what']],
  ])('says how to use it for %j, and does nothing', async (args) => {
    const { code, out, err } = await cli(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/kotae/);
  });

  it('suggests the command that was meant', async () => {
    expect((await cli(['modles'])).err).toContain('Did you mean models?');
  });

  it('has a manual page for every command, with its sections in order', async () => {
    const { code, out } = await cli(['keys', '--help']);
    expect(code).toBe(0);
    const titles = out.match(/^[A-Z]+(?: [A-Z]+)*$/gm);
    expect(titles).toEqual([
      'NAME',
      'SYNOPSIS',
      'DESCRIPTION',
      'COMMANDS',
      'OPTIONS',
      'ENVIRONMENT',
      'EXIT STATUS',
    ]);
    expect(out).toContain('kotae keys create [options] <name>');
  });

  it('says what is wrong with the environment, without a stack', async () => {
    expect(await cli(['keys', 'list'])).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/^DATABASE_URL .*\n$/),
    });
    const away = await cli(['keys', 'list'], { DATABASE_URL: 'postgres://u:p@127.0.0.1:9/none' });
    expect(away).toMatchObject({ code: 1, err: expect.stringMatching(/^.*ECONNREFUSED.*\n$/) });
  });

  it('says how to start a service that does not answer', async () => {
    expect(await cli(['samples'], { KOTAE_URL: 'http://127.0.0.1:9' })).toMatchObject({
      code: 4,
      err: expect.stringContaining('npm start'),
    });
  });
});
