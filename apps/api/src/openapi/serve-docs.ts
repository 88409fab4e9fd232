import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { buildDocument } from './build-document.js';
import { operations } from './operations.js';

/** Serves the description at `/openapi.json` and a browser for it at `/docs`, all from this server. */
export function serveDocs(app: NestExpressApplication): void {
  SwaggerModule.setup('docs', app, buildDocument(operations) as OpenAPIObject, {
    raw: ['json'],
    jsonDocumentUrl: 'openapi.json',
    customSiteTitle: 'Kotae API',
    // By default Swagger UI sends the document to a validator on the internet.
    swaggerOptions: { validatorUrl: null },
  });
}
