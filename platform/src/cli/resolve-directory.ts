import { realpath, stat } from "node:fs/promises";
import path from "node:path";
import { messageOf, PlatformError, systemCodeOf } from "../base/errors.ts";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "it does not exist",
  ENOTDIR: "a part of its path is not a directory",
  EACCES: "permission denied",
  EISDIR: "it is a directory",
  ELOOP: "its links lead in a circle",
};

/**
 * An absolute directory without links, from what was typed.
 * @throws PlatformError `DIRECTORY_NOT_FOUND`
 */
export async function resolveDirectory(cwd: string, typed: string | undefined): Promise<string> {
  const wanted = path.resolve(cwd, typed ?? ".");
  const found = await realpath(wanted).catch((error: unknown) => {
    throw unreadableFile("DIRECTORY_NOT_FOUND", wanted, error);
  });
  if ((await stat(found)).isDirectory()) return found;
  throw new PlatformError("DIRECTORY_NOT_FOUND", `${wanted} is not a directory`, {
    fault: "usage",
    hint: "a spec file is named with --spec",
  });
}

/** The error of the command line for a path that cannot be read, with the reason in words. */
export function unreadableFile(code: string, file: string, cause: unknown): PlatformError {
  const reason = REASONS[systemCodeOf(cause) ?? ""] ?? messageOf(cause);
  return new PlatformError(code, `${file} cannot be read: ${reason}`, { fault: "usage", cause });
}
