import { z } from "zod";
import { listAudit } from "../../access/audit.ts";
import type { Api, ApiParts } from "../parts.ts";
import { errorShape } from "../shapes/common.ts";
import { auditEntryShape } from "../shapes/people.ts";

/** Who did what. */
export function addAuditRoutes(api: Api, { db }: ApiParts): void {
  const schema = {
    tags: ["audit"],
    summary: "Who did what: the newest 200 entries",
    response: { 200: z.array(auditEntryShape), "4xx": errorShape },
  };
  api.get("/audit", { config: { role: "admin" }, schema }, async () =>
    (await listAudit(db)).map((entry) => ({ ...entry, at: entry.at.toISOString() })),
  );
}
