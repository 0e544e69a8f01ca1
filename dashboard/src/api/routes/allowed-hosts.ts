import { asc, eq } from "drizzle-orm";
import { z } from "zod";
import { checkUrl, type AddressPolicy } from "../../access/address-policy.ts";
import { writeAudit } from "../../access/audit.ts";
import { allowedHosts } from "../../database/schema/sites.ts";
import { askerOf } from "../asker.ts";
import type { Api, ApiParts } from "../parts.ts";
import { badInput, notFound } from "../problem.ts";
import { allowedHostShape, allowHostBody } from "../shapes/sites.ts";

const tags = ["Settings"];
const config = { role: "admin" } as const;
const hostParams = z.object({ host: z.string().min(1).max(260) });

/** Hosts that may be reached although their addresses are not public. */
export function addAllowedHostRoutes(api: Api, parts: ApiParts): void {
  addListing(api, parts);
  addAllowing(api, parts);
  addForbidding(api, parts);
}

/** Refuses an address that may not be reached, and says who can change that. */
export async function requireAllowedAddress(
  policy: AddressPolicy,
  field: string,
  url: string,
): Promise<void> {
  const verdict = await checkUrl(policy, url);
  if (verdict.allowed) return;
  const hint = "An administrator can allow hosts that are not public, under Settings, Allowed hosts.";
  throw badInput(field, `This address is not allowed: ${verdict.reason}. ${hint}`);
}

/** `host` or `host:port` in lower case, also of a whole URL that was pasted; null: it names no host. */
export function normaliseHost(text: string): string | null {
  const [authority = ""] = text
    .trim()
    .replace(/^https?:\/\//i, "")
    .split(/[/?#]/, 1);
  const bracketed = /^[^[\]]*:[^[\]]*:[^[\]]*$/.test(authority) ? `[${authority}]` : authority;
  const [, host, port] = /^(\[[^\]]+\]|[^:@]+)(?::(\d{1,5}))?$/.exec(bracketed) ?? [];
  if (host === undefined || !URL.canParse(`http://${host}`)) return null;
  const hostname = new URL(`http://${host}`).hostname.replace(/\.$/, "");
  if (!/^(\[.+\]|[a-z0-9._-]+)$/.test(hostname)) return null;
  if (port === undefined) return hostname;
  return Number(port) > 0 && Number(port) < 65_536 ? `${hostname}:${Number(port)}` : null;
}

function addListing(api: Api, { db }: ApiParts): void {
  api.get(
    "/allowed-hosts",
    {
      config,
      schema: {
        tags,
        summary: "List the hosts that are allowed",
        response: { 200: z.array(allowedHostShape) },
      },
    },
    async () => {
      const rows = await db.select().from(allowedHosts).orderBy(asc(allowedHosts.host));
      return rows.map(toShape);
    },
  );
}

function addAllowing(api: Api, { db }: ApiParts): void {
  api.post(
    "/allowed-hosts",
    {
      config,
      schema: {
        tags,
        summary: "Allow a host, or give one that is allowed another note",
        body: allowHostBody,
        response: { 201: allowedHostShape },
      },
    },
    async ({ body: { host: text, note }, asker }, reply) => {
      const host = normaliseHost(text);
      if (host === null)
        throw badInput("host", "Give a host name or an address, with a port if you like: host.example:8080.");
      const userId = askerOf({ asker }).userId;
      const row = await db.transaction(async (tx) => {
        await writeAudit(tx, { userId, action: "host.allowed", subject: host, details: { note } });
        const [written] = await tx
          .insert(allowedHosts)
          .values({ host, note, createdBy: userId })
          .onConflictDoUpdate({ target: allowedHosts.host, set: { note } })
          .returning();
        return written;
      });
      if (row === undefined) throw new Error("an insert returned nothing");
      return reply.code(201).send(toShape(row));
    },
  );
}

function addForbidding(api: Api, { db }: ApiParts): void {
  api.delete(
    "/allowed-hosts/:host",
    {
      config,
      schema: { tags, summary: "Allow a host no longer", params: hostParams, response: { 204: z.null() } },
    },
    async ({ params, asker }, reply) => {
      const host = normaliseHost(params.host) ?? params.host;
      await db.transaction(async (tx) => {
        const gone = await tx.delete(allowedHosts).where(eq(allowedHosts.host, host)).returning();
        if (gone.length === 0) throw notFound("allowed host");
        await writeAudit(tx, { userId: askerOf({ asker }).userId, action: "host.forbidden", subject: host });
      });
      return reply.code(204).send(null);
    },
  );
}

function toShape({ host, note, createdAt }: typeof allowedHosts.$inferSelect) {
  return { host, note, createdAt: createdAt.toISOString() };
}
