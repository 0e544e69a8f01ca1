import path from "node:path";

const OWN = ".do";

/**
 * The directory in which `ashore.env` and `ashore.yaml` of an app stand: that of its spec if it is a `.do`, else `.do`
 * of the app's directory; undefined without either.
 */
export function besideSpec(specFile: string, directory: string): string;
export function besideSpec(specFile: string, directory: string | undefined): string | undefined;
export function besideSpec(specFile: string, directory: string | undefined): string | undefined {
  const around = path.dirname(specFile);
  if (path.basename(around) === OWN) return around;
  return directory === undefined ? undefined : path.join(directory, OWN);
}
