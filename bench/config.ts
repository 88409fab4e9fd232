import { z } from 'zod';

const schema = z.object({
  DATABASE_URL: z.url(),
  REDIS_URL: z.url(),
  KOTAE_DATA_DIR: z.string(),
  /** Where programs and temporary files are, for the processes that are started. */
  PATH: z.string().optional(),
  TMPDIR: z.string().optional(),
});

/** The throw-away servers on which everything is measured; `npm run bench` starts them. */
export type BenchConfig = z.infer<typeof schema>;

/** @throws Error that says how to run the benchmark when it was started without servers. */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): BenchConfig {
  const parsed = schema.safeParse(env);
  if (!parsed.success) throw new Error('The benchmark needs servers of its own; run it as: npm run bench');
  return parsed.data;
}
