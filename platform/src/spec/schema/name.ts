import { requiredText } from "./field.ts";

const namePattern = /^[a-z][a-z0-9-]{0,30}[a-z0-9]$/;

/** Name of an app, a component or a database. */
export function name(description: string) {
  return requiredText(description, {
    pattern: [
      namePattern,
      "2 to 32 lower-case letters, digits and dashes, starting with a letter and not ending with a dash",
    ],
  });
}
