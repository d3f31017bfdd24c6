import express, { type Express } from 'express';
import { DomainError } from '../domain/errors.js';
import { operations } from './contract/index.js';
import type { ApiContext } from './context.js';
import { createAuthenticator } from './http/authenticate.js';
import { cookieNames } from './http/cookies.js';
import type { Endpoint } from './http/endpoint.js';
import { requestId } from './http/request-id.js';
import { createRouter } from './http/router.js';
import { securityHeaders } from './http/security-headers.js';
import { problemHandler } from './http/send-problem.js';
import { createWeb } from './http/web.js';
import { openApiDocument } from './openapi/document.js';
import { accountRoutes } from './routes/accounts.js';
import { auditRoutes } from './routes/audit.js';
import { authRoutes } from './routes/auth.js';
import { availabilityRoutes } from './routes/availability.js';
import { calendarRoutes } from './routes/calendar.js';
import { chatLinkRoutes } from './routes/chat-links.js';
import { chatRoutes } from './routes/chat.js';
import { correctionRoutes } from './routes/corrections.js';
import { decisionRoutes } from './routes/decisions.js';
import { doctorCoverRoutes } from './routes/doctor-cover.js';
import { doctorRoutes } from './routes/doctors.js';
import { eventRoutes } from './routes/events.js';
import { meRoutes } from './routes/me.js';
import { moveRoutes } from './routes/moves.js';
import { opsRoutes } from './routes/ops.js';
import { patientRoutes } from './routes/patients.js';
import { policyRoutes } from './routes/policy.js';
import { reportRoutes } from './routes/reports.js';
import { roomRoutes } from './routes/rooms.js';
import { sessionExportRoutes } from './routes/session-export.js';
import { sessionRoutes } from './routes/sessions.js';
import { slotRoutes } from './routes/slots.js';
import { taskRoutes } from './routes/tasks.js';
import { userRoutes } from './routes/users.js';

/** Every endpoint of the API. */
export function apiEndpoints(context: ApiContext): Endpoint[] {
  return [
    ...accountRoutes(context),
    ...authRoutes(context),
    ...chatLinkRoutes(context),
    ...chatRoutes(context),
    ...meRoutes(context),
    ...userRoutes(context),
    ...doctorRoutes(context),
    ...doctorCoverRoutes(context),
    ...roomRoutes(context),
    ...patientRoutes(context),
    ...availabilityRoutes(context),
    ...slotRoutes(context),
    ...sessionExportRoutes(context),
    ...sessionRoutes(context),
    ...decisionRoutes(context),
    ...moveRoutes(context),
    ...correctionRoutes(context),
    ...taskRoutes(context),
    ...calendarRoutes(context),
    ...eventRoutes(context),
    ...reportRoutes(context),
    ...policyRoutes(context),
    ...auditRoutes(context),
    ...opsRoutes(context, openApiDocument(Object.values(operations))),
  ];
}

/** The HTTP application, with the built web app in `webDir` beside it; it does not listen and opens nothing. */
export function createApp(context: ApiContext, { webDir }: { webDir?: string | undefined } = {}): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.set('trust proxy', context.config.trustProxyHops);
  app.use(requestId, securityHeaders);
  const { tokens, tokenCheck, csrf, secrets, config } = context;
  const authenticate = createAuthenticator({ tokens, tokenCheck, csrf, secrets, names: cookieNames(config.publicUrl) });
  app.use(createRouter(apiEndpoints(context), { context, authenticate }));
  app.use(createWeb(webDir));
  app.use(() => {
    throw new DomainError('not_found', 'There is nothing at this path.');
  });
  app.use(problemHandler(context.logger));
  return app;
}
