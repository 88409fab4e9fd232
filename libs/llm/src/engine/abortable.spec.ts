import { abortable } from './abortable.js';

describe('abortable', () => {
  it('gives what was waited for, or its error', async () => {
    const { signal } = new AbortController();
    await expect(abortable(Promise.resolve(7), signal)).resolves.toBe(7);
    await expect(abortable(Promise.reject(new Error('no')), signal)).rejects.toThrow('no');
  });

  it('does not wait any more once it is aborted, before or meanwhile', async () => {
    const controller = new AbortController();
    const waited = abortable(new Promise(() => {}), controller.signal);
    controller.abort();
    await expect(waited).rejects.toMatchObject({ code: 'cancelled' });
    await expect(abortable(Promise.resolve(7), controller.signal)).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});
