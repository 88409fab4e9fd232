import { loadConfig, SetupError } from './config.js';
import { createApp } from './create-app.js';

/** Exit code for a mistake in the setup (EX_CONFIG of sysexits.h). */
const EX_CONFIG = 78;

async function main(): Promise<void> {
  const config = loadConfig();
  const app = await createApp(config);
  app.enableShutdownHooks(['SIGTERM', 'SIGINT']);
  await app.listen(config.port, config.host);
  const open = config.keyless ? 'without a key from this machine' : 'with an API key';
  console.log(`Kotae's API answers at ${await app.getUrl()} ${open}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(error instanceof SetupError ? EX_CONFIG : 1);
});
