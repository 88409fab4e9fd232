import { PassThrough } from 'node:stream';
import { runKeys } from './run-keys.js';

const open = (): Promise<never> => Promise.reject(new Error('no database here'));

/** What a command line without a database behind it leads to. */
async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const [out, err] = [new PassThrough({ encoding: 'utf8' }), new PassThrough({ encoding: 'utf8' })];
  const code = await runKeys(args, open, { out, err });
  return { code, out: String(out.read() ?? ''), err: String(err.read() ?? '') };
}

describe('runKeys', () => {
  it.each([
    [[]],
    [['create']],
    [['list', 'x']],
    [['revoke']],
    [['delete', 'x']],
    [['create', 'a', 'b']],
    [['create', 'a', '--scope', 'root']],
    [['revoke', 'x', '--scope', 'use']],
    [['--what']],
  ])('shows how to use it for %j, without asking the database', async (args) => {
    const { code, err } = await run(...args);
    expect(code).toBe(2);
    expect(err).toContain('Usage: npm run keys');
  });

  it('helps when asked', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('Usage') });
  });

  it('says what went wrong, without a stack', async () => {
    expect(await run('list')).toEqual({ code: 1, out: '', err: 'no database here\n' });
  });
});
