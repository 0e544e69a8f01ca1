import { mkdir, open, readFile, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { messageOf, PlatformError, systemCodeOf } from "../base/errors.ts";
import { writeWhole } from "../base/write-whole.ts";
import type { RouteTable } from "../base/route-table.ts";
import { checkTable } from "./table-shape.ts";

/** What was found on disk at a start. */
export type LoadedTable =
  | { readonly kind: "table"; readonly table: RouteTable }
  | { readonly kind: "none" }
  /** The file could not be read as a table and was moved to `keptAt`. */
  | { readonly kind: "broken"; readonly keptAt: string; readonly reason: string };

/** Where the last good table of this home is kept. */
export function tableFile(home: string): string {
  return join(home, "router", "table.json");
}

/**
 * Writes the table beside the file, makes sure it is on disk, and puts it into place.
 * @throws PlatformError `ROUTER_TABLE_NOT_SAVED`
 */
export async function saveTable(file: string, table: RouteTable): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeWhole(file, `${JSON.stringify(table, null, 2)}\n`, { flush: true });
    await syncDirectory(dirname(file));
  } catch (error) {
    throw new PlatformError("ROUTER_TABLE_NOT_SAVED", `The route table could not be saved at ${file}`, {
      cause: error,
      hint: "Check that the disk has room and that the directory can be written to.",
    });
  }
}

/** Reads the table kept on disk; a broken file is kept aside for a look, and said. */
export async function loadTable(file: string): Promise<LoadedTable> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (systemCodeOf(error) === "ENOENT") return { kind: "none" };
    throw new PlatformError("ROUTER_TABLE_UNREADABLE", `The route table at ${file} cannot be read`, {
      cause: error,
    });
  }
  try {
    return { kind: "table", table: checkTable(JSON.parse(text)) };
  } catch (error) {
    const keptAt = `${file}.broken`;
    await rename(file, keptAt);
    return { kind: "broken", keptAt, reason: messageOf(error) };
  }
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
