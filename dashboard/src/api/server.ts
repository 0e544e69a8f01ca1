import cookie from "@fastify/cookie";
import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import fastify, { LogController, type FastifyBaseLogger, type FastifyError } from "fastify";
import {
  hasZodFastifySchemaValidationErrors,
  isResponseSerializationError,
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from "fastify-type-provider-zod";
import type { Log } from "../base/log.ts";
import { guardRoutes } from "./guard.ts";
import type { Api, ApiParts } from "./parts.ts";
import { ApiProblem } from "./problem.ts";
import { resources } from "./routes.ts";
import type { ApiError } from "./shapes/common.ts";

const BODY_LIMIT_BYTES = 256 * 1024;

/** A server with the whole API; health and console are added by the role that runs it. */
export async function createApi(parts: ApiParts, log: Log, version: string): Promise<Api> {
  const loggerInstance: FastifyBaseLogger = log;
  const app = fastify({
    loggerInstance,
    trustProxy: true,
    bodyLimit: BODY_LIMIT_BYTES,
    logController: new LogController({ disableRequestLogging: true }),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error: FastifyError | ApiProblem, request, reply) => {
    const { statusCode, body } = describe(error);
    // The route, not the address: that may hold the token of a one-time link.
    const route = `${request.method} ${request.routeOptions.url ?? "?"}`;
    if (statusCode >= 500) request.log.error({ err: error, route }, "a request failed");
    void reply.code(statusCode).send(body);
  });
  await app.register(cookie);
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "Performance dashboard", version },
      components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
      security: [{ token: [] }],
    },
    transform: jsonSchemaTransform,
  });
  guardRoutes(app, parts);
  await app.register(
    (api, _options, done) => {
      const typed = api.withTypeProvider<ZodTypeProvider>();
      for (const addRoutes of resources) addRoutes(typed, parts);
      typed.get("/openapi.json", { config: { role: "viewer" }, schema: { hide: true } }, () => app.swagger());
      done();
    },
    { prefix: "/api" },
  );
  await app.register(swaggerUi, { routePrefix: "/api/docs", uiConfig: { deepLinking: true } });
  return app;
}

function describe(error: FastifyError | ApiProblem): {
  readonly statusCode: number;
  readonly body: ApiError;
} {
  if (error instanceof ApiProblem) {
    const { statusCode, code, message, fields } = error;
    return { statusCode, body: { code, message, ...(fields !== undefined && { fields }) } };
  }
  if (hasZodFastifySchemaValidationErrors(error)) return { statusCode: 400, body: describeValidation(error) };
  const statusCode = isResponseSerializationError(error) ? 500 : (error.statusCode ?? 500);
  if (statusCode >= 500)
    return { statusCode, body: { code: "FAILED", message: "Something went wrong here. The log says what." } };
  return { statusCode, body: { code: error.code ?? "BAD_REQUEST", message: error.message } };
}

function describeValidation(error: FastifyError): ApiError {
  const fields = (error.validation ?? []).map(({ instancePath, message }) => ({
    field: instancePath.replace(/^\//, "").replaceAll("/", "."),
    message: message ?? "is not right",
  }));
  const said = fields.map(({ field, message }) => (field === "" ? message : `${field}: ${message}`));
  return { code: "BAD_INPUT", message: said.join("; "), fields };
}
