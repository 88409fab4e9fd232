import { Module, type DynamicModule } from '@nestjs/common';
import { dataSourceOptions } from '#database';
import { DataSource } from 'typeorm';
import type { WorkerConfig } from './config.js';
import { openIndexHome, type IndexHome } from './indexes/index-home.js';
import { Models } from './models/models.js';
import { WorkerProcess } from './worker.js';

const INDEX_HOME = Symbol('IndexHome');

/** The worker as a Nest application: its configuration, its database, its models, and the process that uses them. */
@Module({})
export class WorkerModule {
  static with(config: WorkerConfig): DynamicModule {
    return {
      module: WorkerModule,
      providers: [
        {
          provide: DataSource,
          useFactory: () =>
            new DataSource(dataSourceOptions(config.DATABASE_URL, 'kotae-worker', 20)).initialize(),
        },
        { provide: Models, useFactory: () => Models.open(config) },
        {
          provide: INDEX_HOME,
          inject: [DataSource],
          useFactory: (db: DataSource) => openIndexHome(config, db),
        },
        {
          provide: WorkerProcess,
          inject: [DataSource, Models, INDEX_HOME],
          useFactory: (db: DataSource, models: Models, home: IndexHome) =>
            new WorkerProcess(config, db, models, home),
        },
      ],
    };
  }
}
