import {
  CollectionsRepository,
  ConversationsRepository,
  dataSourceOptions,
  DocumentsRepository,
  DocumentTextsRepository,
  EmbedderChangesRepository,
  IndexLogRepository,
  KeysRepository,
  openOriginals,
  OriginalStore,
  QuestionsRepository,
  StatusCountsRepository,
} from '#database';
import { Global, Inject, Module, type OnApplicationShutdown, type Provider } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type ApiConfig } from '../config.js';

type Repository = new (db: DataSource) => object;
const repositories: Repository[] = [
  CollectionsRepository,
  ConversationsRepository,
  DocumentsRepository,
  DocumentTextsRepository,
  EmbedderChangesRepository,
  IndexLogRepository,
  KeysRepository,
  QuestionsRepository,
  StatusCountsRepository,
];
const provide = (repository: Repository): Provider => ({
  provide: repository,
  inject: [DataSource],
  useFactory: (db: DataSource) => new repository(db),
});

async function connect(config: ApiConfig): Promise<DataSource> {
  try {
    return await new DataSource(dataSourceOptions(config.databaseUrl, 'kotae-api')).initialize();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`PostgreSQL cannot be used: ${reason}`, { cause });
  }
}

/** PostgreSQL and the store for originals, behind their repositories. */
@Global()
@Module({
  providers: [
    {
      provide: DataSource,
      inject: [CONFIG],
      useFactory: connect,
    },
    {
      provide: OriginalStore,
      inject: [CONFIG],
      useFactory: (config: ApiConfig) =>
        openOriginals(config.originals, config.originalsFolder, config.maxUploadBytes),
    },
    ...repositories.map(provide),
  ],
  exports: [DataSource, OriginalStore, ...repositories],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  async onApplicationShutdown(): Promise<void> {
    if (this.db.isInitialized) await this.db.destroy();
  }
}
