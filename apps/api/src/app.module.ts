import { Module, type DynamicModule } from '@nestjs/common';
import { AuthModule } from './auth/auth.module.js';
import { CollectionsModule } from './collections/collections.module.js';
import { CONFIG, type ApiConfig } from './config.js';
import { ConversationsModule } from './conversations/conversations.module.js';
import { DatabaseModule } from './database/database.module.js';
import { DocumentsModule } from './documents/documents.module.js';
import { EmbeddersModule } from './embedders/embedders.module.js';
import { HealthModule } from './health/health.module.js';
import { HttpModule } from './http/http.module.js';
import { KeysModule } from './keys/keys.module.js';
import { McpModule } from './mcp/mcp.module.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { ModelsModule } from './models/models.module.js';
import { OpenAiModule } from './openai/openai.module.js';
import { QuestionsModule } from './questions/questions.module.js';
import { QueuesModule } from './queues/queues.module.js';
import { RedisModule } from './redis/redis.module.js';
import { SearchModule } from './search/search.module.js';

/**
 * The REST API. It validates, stores and enqueues, and streams back what workers make; it never touches a model or
 * an index.
 */
@Module({})
export class AppModule {
  static with(config: ApiConfig): DynamicModule {
    return {
      module: AppModule,
      global: true,
      imports: [
        DatabaseModule,
        RedisModule,
        HttpModule,
        AuthModule,
        QuestionsModule,
        ConversationsModule,
        DocumentsModule,
        EmbeddersModule,
        CollectionsModule,
        SearchModule,
        ModelsModule,
        OpenAiModule,
        McpModule,
        KeysModule,
        QueuesModule,
        MetricsModule,
        HealthModule,
      ],
      providers: [{ provide: CONFIG, useValue: config }],
      exports: [CONFIG],
    };
  }
}
