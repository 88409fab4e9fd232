import { planWorkers } from '../../../scripts/start/plan-workers.mjs';

describe('the workers of npm start', () => {
  it('are one, which sees every setting', () => {
    expect(planWorkers({ KOTAE_MODEL: 'phi' })).toEqual([{ name: 'worker', env: { KOTAE_MODEL: 'phi' } }]);
  });

  it('are one for each GPU, which each sees alone', () => {
    const workers = planWorkers({ KOTAE_WORKER_GPUS: '0, 3', KOTAE_SEQUENCES: '16' });
    expect(workers).toEqual([
      { name: 'worker-0', env: { KOTAE_SEQUENCES: '16', KOTAE_GPU: 'cuda', CUDA_VISIBLE_DEVICES: '0' } },
      { name: 'worker-1', env: { KOTAE_SEQUENCES: '16', KOTAE_GPU: 'cuda', CUDA_VISIBLE_DEVICES: '3' } },
    ]);
  });

  it('may each have settings of their own', () => {
    const workers = planWorkers({
      KOTAE_WORKERS: '2',
      KOTAE_MODEL: 'mini',
      KOTAE_WORKER_1_MODEL: 'medium',
      KOTAE_WORKER_1_ROLES: 'answer',
    });
    expect(workers.map(({ env }) => env)).toEqual([
      { KOTAE_MODEL: 'mini' },
      { KOTAE_MODEL: 'medium', KOTAE_ROLES: 'answer' },
    ]);
  });

  it.each([
    [{ KOTAE_WORKER_GPUS: 'both' }, /KOTAE_WORKER_GPUS/],
    [{ KOTAE_WORKER_GPUS: '1,1' }, /KOTAE_WORKER_GPUS/],
    [{ KOTAE_WORKERS: 'many' }, /KOTAE_WORKERS/],
    [{ KOTAE_WORKERS: '3', KOTAE_WORKER_GPUS: '0,1' }, /leave KOTAE_WORKERS out/],
  ])('are refused when the settings %p make no sense', (env, message) => {
    expect(() => planWorkers(env)).toThrow(message);
  });
});
