import type { ComponentEntry } from "./components.ts";

/** What `${NAME}` may stand for in every variable. App Platform documents the first three. */
export const appBindables: readonly string[] = [
  "APP_DOMAIN",
  "APP_URL",
  "APP_ID",
  "STARTER_DOMAIN",
  "PUBLIC_URL",
];

/** What `${database.NAME}` may stand for. Caches have REDIS_URL as well. */
export const databaseBindables = [
  "HOSTNAME",
  "PORT",
  "USERNAME",
  "PASSWORD",
  "DATABASE",
  "DATABASE_URL",
  "JDBC_DATABASE_URL",
  "CA_CERT",
] as const;

/** Known once a service runs. Deployed specs use the last two as well, which the reference does not list. */
export const privateBindables = [
  "PRIVATE_DOMAIN",
  "PRIVATE_URL",
  "PRIVATE_PORT",
  "HOSTNAME",
  "PORT",
] as const;

const publicBindables = ["PUBLIC_URL", "PUBLIC_ROUTE_PATH"] as const;

/** What `${component.NAME}` may stand for, by the kind of the component. */
export function bindablesOf(kind: ComponentEntry["kind"]): readonly string[] {
  switch (kind) {
    case "service":
      return ["COMMIT_HASH", ...publicBindables, ...privateBindables];
    case "static_site":
      return ["COMMIT_HASH", ...publicBindables];
    case "function":
      return ["COMMIT_HASH", ...publicBindables, "FUNCTIONS_LOG_DESTINATION_JSON"];
    default:
      return ["COMMIT_HASH"];
  }
}
