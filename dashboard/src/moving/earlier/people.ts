import type { users } from "../../database/schema/index.ts";
import type { Role } from "../../papers/states.ts";
import type { Fault } from "../source.ts";
import { faultOf, type EarlierFile } from "./earlier-file.ts";
import type { Ids } from "./ids.ts";
import { readMoment } from "./moment.ts";
import { textOf } from "./text.ts";

export type ImportedUser = typeof users.$inferSelect;

export interface People {
  readonly users: readonly ImportedUser[];
  readonly withoutAccess: number;
  readonly faults: readonly Fault[];
}

// In the form of a hash, so that it is compared like any other, but no password leads to 32 zero bytes.
const NO_PASSWORD = `scrypt$32768$8$1$${"A".repeat(22)}$${"A".repeat(43)}`;

const rolesByName: Readonly<Record<string, Role>> = { admin: "admin", member: "editor" };

/**
 * The earlier system's people signed in with Google and have no password here: each comes disabled, until an
 * administrator lets them in again. Those without access are left out.
 */
export function readPeople(file: EarlierFile, ids: Ids, importedAt: Date): People {
  const imported = new Map<string, ImportedUser>();
  const faults: Fault[] = [];
  let withoutAccess = 0;
  for (const row of file.rows("users", ["id", "email", "name", "role", "createdAt"])) {
    const [id, email] = [textOf(row["id"]), textOf(row["email"])];
    const createdMs = readMoment(row["createdAt"]) ?? importedAt.getTime();
    const fault = (reason: string) => faults.push(faultOf(file, "users", row, reason));
    if (row["role"] === "no_access") withoutAccess += 1;
    else if (id === null || email === null) fault("it has no id or no e-mail address");
    else if (imported.has(email.toLowerCase())) fault(`another user has the e-mail address ${email}`);
    else
      imported.set(email.toLowerCase(), {
        id: ids.keep("user", id, createdMs),
        email,
        name: textOf(row["name"]) ?? email,
        passwordHash: NO_PASSWORD,
        role: rolesByName[String(row["role"])] ?? "viewer",
        createdAt: new Date(createdMs),
        disabledAt: importedAt,
      });
  }
  return { users: [...imported.values()], withoutAccess, faults };
}
