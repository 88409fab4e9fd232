import { Module } from '@nestjs/common';
import { KeysController } from './keys.controller.js';

/** API keys over HTTP, for those who may hand them out. */
@Module({ controllers: [KeysController] })
export class KeysModule {}
