/** Settings of npm start itself, which no worker needs to see. */
const OWN = /^KOTAE_WORKER(S|_GPUS|_\d+_)/;

/**
 * The workers to start: one for each GPU of KOTAE_WORKER_GPUS (`0,1`, pinned by CUDA_VISIBLE_DEVICES), or KOTAE_WORKERS
 * of them, or one. `KOTAE_WORKER_1_MODEL` is `KOTAE_MODEL` for the worker number 1 alone, and so with every setting; they
 * are counted from 0.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ name: string, env: NodeJS.ProcessEnv }[]}
 * @throws {Error} that names the setting that is wrong
 */
export function planWorkers(env) {
  const gpus = listOf(env.KOTAE_WORKER_GPUS);
  const count = countOf(env.KOTAE_WORKERS, gpus);
  const common = Object.fromEntries(Object.entries(env).filter(([name]) => !OWN.test(name)));
  return Array.from({ length: count }, (_, place) => ({
    name: count === 1 ? 'worker' : `worker-${place}`,
    env: {
      ...common,
      ...(gpus && { KOTAE_GPU: env.KOTAE_GPU || 'cuda', CUDA_VISIBLE_DEVICES: gpus[place] }),
      ...overridesOf(env, place),
    },
  }));
}

/** @param {string | undefined} setting */
function listOf(setting) {
  if (!setting) return undefined;
  const gpus = setting.split(',').map((gpu) => gpu.trim());
  if (gpus.every((gpu) => /^(\d+|(GPU|MIG)-[\w-]+)$/.test(gpu)) && new Set(gpus).size === gpus.length)
    return gpus;
  throw new Error('KOTAE_WORKER_GPUS is a list of different GPUs as CUDA_VISIBLE_DEVICES takes them: 0,1');
}

/** @param {string | undefined} setting @param {string[] | undefined} gpus */
function countOf(setting, gpus) {
  if (!setting) return gpus?.length ?? 1;
  const count = Number(setting);
  if (!Number.isInteger(count) || count < 1 || count > 64)
    throw new Error('KOTAE_WORKERS is a number from 1 to 64');
  if (gpus && gpus.length !== count) {
    throw new Error(
      `KOTAE_WORKERS is ${count}, but KOTAE_WORKER_GPUS names ${gpus.length}; leave KOTAE_WORKERS out`,
    );
  }
  return count;
}

/** @param {NodeJS.ProcessEnv} env @param {number} place */
function overridesOf(env, place) {
  const prefix = `KOTAE_WORKER_${place}_`;
  const own = Object.entries(env).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, value]) => [`KOTAE_${name.slice(prefix.length)}`, value]));
}
