import type { CorsPolicy } from "../../base/route-table.ts";
import { parseDuration, type CorsSpec } from "../../spec/index.ts";

/** A rule's CORS policy with every list there; null without one. */
export function resolveCors(cors: CorsSpec | undefined): CorsPolicy | null {
  if (cors === undefined) return null;
  const maxAgeMs = cors.max_age === undefined ? undefined : parseDuration(cors.max_age);
  return {
    allowOrigins: (cors.allow_origins ?? []).flatMap(({ exact, prefix, regex }) => {
      if (exact !== undefined) return { exact };
      if (prefix !== undefined) return { prefix };
      return regex === undefined ? [] : { regex };
    }),
    allowMethods: cors.allow_methods ?? [],
    allowHeaders: cors.allow_headers ?? [],
    exposeHeaders: cors.expose_headers ?? [],
    maxAgeSeconds: maxAgeMs === undefined ? null : Math.round(maxAgeMs / 1000),
    allowCredentials: cors.allow_credentials ?? false,
  };
}
