import { createApp } from './create-app.js';
import { loadConfig } from './config.js';

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
  process.exit(1);
});
