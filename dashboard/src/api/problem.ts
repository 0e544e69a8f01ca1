import type { ApiError } from "./shapes/common.ts";

/** What a route throws to refuse a request: a status, a stable code, one sentence. */
export class ApiProblem extends Error {
  readonly statusCode: number;
  readonly code: string;
  readonly fields: ApiError["fields"];

  constructor(statusCode: number, code: string, message: string, fields?: ApiError["fields"]) {
    super(message);
    this.name = "ApiProblem";
    this.statusCode = statusCode;
    this.code = code;
    this.fields = fields;
  }
}

/** 404 for a thing that is not there. */
export function notFound(what: string): ApiProblem {
  return new ApiProblem(404, "NOT_FOUND", `There is no such ${what}.`);
}

/** 400 for one field of the body that a schema could not judge. */
export function badInput(field: string, message: string): ApiProblem {
  return new ApiProblem(400, "BAD_INPUT", message, [{ field, message }]);
}
