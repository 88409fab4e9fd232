import { KeysRepository } from '#database';
import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { CONFIG, SetupError, type ApiConfig } from '../config.js';
import { AuthGuard } from './auth.guard.js';
import { KeyCache } from './key-cache.js';

/** Who may call. The service refuses to start where everybody could reach it and nobody could have a key. */
@Module({ providers: [KeyCache, { provide: APP_GUARD, useClass: AuthGuard }] })
export class AuthModule implements OnModuleInit {
  constructor(
    private readonly keys: KeysRepository,
    @Inject(CONFIG) private readonly config: ApiConfig,
  ) {}

  async onModuleInit(): Promise<void> {
    if (this.config.keyless || (await this.keys.anyActive())) return;
    throw new SetupError(
      'There is no API key yet, and outside of development on this machine every request needs one. ' +
        'Create one with: npm run keys -- create <name>',
    );
  }
}
