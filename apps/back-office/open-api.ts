import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';

/** Describes the HTTP interface: for programs at /openapi.json, for people at /docs. */
export function describeHttp(app: INestApplication): void {
  const settings = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Clearing house')
    .setDescription(
      'Trades, positions, balances, requirements, margin calls and settlement cycles of the ' +
        'ledgers of a clearing house, and what operators do. Decimals are strings. Lists are paged ' +
        'by cursor and say the ledger position they are true at. Errors are problem details ' +
        '(RFC 9457).',
    )
    .setVersion('1')
    .build();
  const document = SwaggerModule.createDocument(app, settings);
  SwaggerModule.setup('docs', app, document, { jsonDocumentUrl: 'openapi.json', raw: ['json'] });
}
