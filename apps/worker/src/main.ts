import 'reflect-metadata';
import { ConsoleLogger, Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DomainError } from '#contracts';
import { loadConfig } from './config.js';
import { WorkerModule } from './worker.module.js';

/** Exit status for a mistake in the configuration (sysexits.h): starting again without a change is of no use. */
const EX_CONFIG = 78;

async function main(): Promise<void> {
  const app = await NestFactory.createApplicationContext(WorkerModule.with(loadConfig()), {
    logger: new ConsoleLogger({ logLevels: ['log', 'warn', 'error'], colors: process.stdout.isTTY }),
    abortOnError: false,
  });
  app.enableShutdownHooks();
}

main().catch((error: unknown) => {
  new Logger('worker').error(error instanceof Error ? error.message : String(error));
  process.exit(error instanceof DomainError && !error.retryable ? EX_CONFIG : 1);
});
