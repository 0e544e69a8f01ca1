export { buildApi } from "./api.ts";
export type { ApiParts } from "./parts.ts";
