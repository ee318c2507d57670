/** OpenAPI 3.1 at `/api/openapi.json` and a page to read it at `/docs`, both made of the registered exits. */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { version } from './version.ts';

export async function mountDocumentation(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Commonwatch',
        version,
        description:
          'Every answer has passed the gate for the party that asks. Errors are {code, message, path?} with the codes of docs/errors.md.',
        license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      },
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer' },
          session: { type: 'apiKey', in: 'cookie', name: 'commonwatch_session' },
        },
      },
    },
  });
  // The page and its scripts come from this hub: nothing is fetched from elsewhere.
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    uiConfig: { docExpansion: 'list', deepLinking: true, tryItOutEnabled: false, validatorUrl: null },
  });
}
