/** Settings of the person who runs the tests that would change what the tests see. */
const OURS =
  /^(?:KOTAE_(?!SERVICES$|TEST_PGVECTOR_URL$)|DATABASE_URL|REDIS_URL|PG[A-Z]|HOST$|PORT$|NODE_ENV$|NODE_OPTIONS$)/;

/**
 * The environment in which specs run: without the settings of an installation, with the throw-away servers.
 *
 * @param {{ adminUrl: string, redisUrl: string, temp: string } | undefined} services
 * @returns {NodeJS.ProcessEnv}
 */
export function cleanEnvironment(services) {
  const kept = Object.entries(process.env).filter(([name]) => !OURS.test(name));
  return {
    ...Object.fromEntries(kept),
    ...(services && {
      KOTAE_TEST_DATABASE_URL: services.adminUrl,
      KOTAE_TEST_REDIS_URL: services.redisUrl,
      // Whatever specs leave behind goes when the servers go.
      TMPDIR: services.temp,
    }),
  };
}
