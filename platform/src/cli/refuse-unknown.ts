import { PlatformError } from "../base/errors.ts";

interface Name {
  /** `component`, `job`, `database` */
  readonly what: string;
  readonly name: string;
  readonly known: readonly string[];
}

/** @throws PlatformError `NAME_NOT_FOUND`, naming those there are, if the name is not among them */
export function refuseUnknown(app: string, { what, name, known }: Name): void {
  if (known.includes(name)) return;
  throw new PlatformError("NAME_NOT_FOUND", `${app} has no ${what} ${name}`, {
    fault: "usage",
    hint: known.length === 0 ? `it has no ${what} at all` : `it has ${known.join(", ")}`,
  });
}
