import { DomainError, type KeyView } from '#contracts';
import { KeysRepository } from '#database';
import { Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { NeedsAdmin } from '../auth/auth.guard.js';
import type { KnownKey } from '../auth/key-cache.js';
import { Caller } from '../auth/owner.decorator.js';
import { JsonBody } from '../http/json-body.decorator.js';
import { IdParam } from '../http/params.decorator.js';
import { keyView, newKeySchema, type CallerView, type NewKey } from './key.view.js';

@Controller('v1/keys')
export class KeysController {
  constructor(private readonly keys: KeysRepository) {}

  /** Who calls, so that a client can show what it may do, and check a key that it was given. */
  @Get('current')
  current(@Caller() caller: KnownKey | null): CallerView {
    return caller ?? { id: null, name: null, scope: 'admin' };
  }

  @Get()
  @NeedsAdmin()
  async list(): Promise<{ items: KeyView[]; next_cursor: null }> {
    return { items: (await this.keys.list()).map(keyView), next_cursor: null };
  }

  @Post()
  @NeedsAdmin()
  async create(@JsonBody(newKeySchema) { name, scope }: NewKey): Promise<KeyView & { key: string }> {
    const made = await this.keys.create(name, scope);
    return { ...keyView(made), key: made.key };
  }

  @Delete(':id')
  @NeedsAdmin()
  @HttpCode(204)
  async revoke(@IdParam() id: string, @Caller() caller: KnownKey | null): Promise<void> {
    if (id === caller?.id) {
      throw new DomainError(
        'conflict',
        'This is the key that you are using; revoke it with another one, or with: npm run keys -- revoke <id>',
      );
    }
    if (!(await this.keys.revoke(id))) throw new DomainError('not_found', `There is no active key ${id}.`);
  }
}
