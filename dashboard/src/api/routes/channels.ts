import { and, asc, desc, eq } from "drizzle-orm";
import { z } from "zod";
import { writeAudit } from "../../access/audit.ts";
import { readAddressPolicy } from "../../access/read-address-policy.ts";
import { createId } from "../../base/id.ts";
import type { Db } from "../../database/database.ts";
import { channels, notifications, type NotificationEvent } from "../../database/schema/judging.ts";
import { sites } from "../../database/schema/sites.ts";
import { splitAddresses } from "../../notifying/channels/email.ts";
import { askerOf } from "../asker.ts";
import type { Api, ApiParts } from "../parts.ts";
import { badInput, notFound } from "../problem.ts";
import { idParams } from "../shapes/common.ts";
import { channelShape, createChannelBody, updateChannelBody, type Channel } from "../shapes/judging.ts";
import { requireAllowedAddress } from "./allowed-hosts.ts";

const tags = ["Notifications"];
const config = { role: "admin" } as const;
const ADDRESSES_LIMIT = 20;
const emailShape = z.email();

type NewChannel = z.output<typeof createChannelBody>;
type ChannelRow = typeof channels.$inferSelect;
type LastNotification = Pick<
  typeof notifications.$inferSelect,
  "state" | "createdAt" | "sentAt" | "lastError"
>;

/** Where people are told. Secrets go in and never come out. */
export function addChannelRoutes(api: Api, parts: ApiParts): void {
  addListing(api, parts);
  addCreating(api, parts);
  addSwitching(api, parts);
  addDeleting(api, parts);
  addTesting(api, parts);
}

function addListing(api: Api, { db }: ApiParts): void {
  api.get(
    "/channels",
    {
      config,
      schema: {
        tags,
        summary: "List the channels, each with what became of its last notification",
        response: { 200: z.array(channelShape) },
      },
    },
    async () => {
      const rows = await db.select().from(channels).orderBy(asc(channels.name), asc(channels.id));
      const lasts = await db
        .selectDistinctOn([notifications.channelId])
        .from(notifications)
        .orderBy(notifications.channelId, desc(notifications.id));
      return rows.map((row) =>
        toShape(
          row,
          lasts.find(({ channelId }) => channelId === row.id),
        ),
      );
    },
  );
}

function addCreating(api: Api, parts: ApiParts): void {
  api.post(
    "/channels",
    {
      config,
      schema: { tags, summary: "Add a channel", body: createChannelBody, response: { 201: channelShape } },
    },
    async ({ body, asker }, reply) => {
      const row = {
        id: createId(),
        kind: body.kind,
        name: body.name,
        target: await readTarget(body, parts),
        secretEncrypted: sealSecret(body, parts),
        siteId: await readSite(body, parts.db),
        enabled: true,
      };
      const { name: subject, kind } = row;
      await parts.db.transaction(async (tx) => {
        await tx.insert(channels).values(row);
        const { userId } = askerOf({ asker });
        await writeAudit(tx, { userId, action: "channel.created", subject, details: { kind } });
      });
      return reply.code(201).send(toShape(row, undefined));
    },
  );
}

function addSwitching(api: Api, { db }: ApiParts): void {
  api.patch(
    "/channels/:id",
    {
      config,
      schema: {
        tags,
        summary: "Switch a channel on or off; what still waits when it is switched off is given up",
        params: idParams,
        body: updateChannelBody,
        response: { 200: channelShape },
      },
    },
    async ({ params: { id }, body: { enabled }, asker }) =>
      db.transaction(async (tx) => {
        const [row] = await tx.update(channels).set({ enabled }).where(eq(channels.id, id)).returning();
        if (row === undefined) throw notFound("channel");
        if (!enabled) await giveUpWaiting(tx, id);
        const action = enabled ? "channel.enabled" : "channel.disabled";
        await writeAudit(tx, { userId: askerOf({ asker }).userId, action, subject: row.name });
        return toShape(row, await findLast(tx, id));
      }),
  );
}

function addDeleting(api: Api, { db }: ApiParts): void {
  api.delete(
    "/channels/:id",
    {
      config,
      schema: {
        tags,
        summary: "Delete a channel and what waits for it",
        params: idParams,
        response: { 204: z.null() },
      },
    },
    async ({ params: { id }, asker }, reply) => {
      await db.transaction(async (tx) => {
        const [gone] = await tx.delete(channels).where(eq(channels.id, id)).returning();
        if (gone === undefined) throw notFound("channel");
        await writeAudit(tx, {
          userId: askerOf({ asker }).userId,
          action: "channel.deleted",
          subject: gone.name,
        });
      });
      return reply.code(204).send(null);
    },
  );
}

function addTesting(api: Api, { db, publicUrl }: ApiParts): void {
  api.post(
    "/channels/:id/test",
    {
      config,
      schema: {
        tags,
        summary: "Send a test message: it is put in line, `last` says later what became of it",
        params: idParams,
        response: { 202: channelShape },
      },
    },
    async ({ params: { id } }, reply) => {
      const [row] = await db.select().from(channels).where(eq(channels.id, id));
      if (row === undefined) throw notFound("channel");
      await db.insert(notifications).values({ channelId: id, event: makeTestEvent(row.name, publicUrl) });
      return reply.code(202).send(toShape(row, await findLast(db, id)));
    },
  );
}

function makeTestEvent(name: string, publicUrl: string): NotificationEvent {
  return {
    kind: "test",
    state: "test",
    previousState: null,
    site: null,
    page: null,
    profile: null,
    metric: null,
    value: null,
    sentence: `This is a test of the channel “${name}”: messages reach you here.`,
    link: publicUrl,
    at: new Date().toISOString(),
  };
}

async function readTarget({ kind, target }: NewChannel, { db, canSendMail }: ApiParts): Promise<string> {
  if (kind !== "email") return readUrl(target, db);
  if (!canSendMail) throw badInput("kind", "E-mail needs a mail server: set SMTP_URL, then start again.");
  const addresses = [...new Set(splitAddresses(target))];
  const wrong = addresses.filter((address) => !emailShape.safeParse(address).success);
  if (wrong.length > 0) throw badInput("target", `This is no e-mail address: ${wrong.join(", ")}.`);
  if (addresses.length === 0 || addresses.length > ADDRESSES_LIMIT)
    throw badInput("target", `Give 1 to ${ADDRESSES_LIMIT} e-mail addresses, separated by commas.`);
  return addresses.join(", ");
}

async function readUrl(target: string, db: Db): Promise<string> {
  const isUrl = URL.canParse(target) && /^https?:$/.test(new URL(target).protocol);
  if (!isUrl) throw badInput("target", "Give an address that starts with https:// or http://.");
  await requireAllowedAddress(await readAddressPolicy(db), "target", target);
  return new URL(target).href;
}

function sealSecret({ kind, secret }: NewChannel, { secretBox }: ApiParts): string | null {
  if (secret === null) return null;
  if (kind !== "webhook") throw badInput("secret", "Only webhooks are signed: leave the secret out.");
  if (secretBox === null)
    throw badInput("secret", "Secrets cannot be stored here: set ENCRYPTION_KEY, then start again.");
  return secretBox.seal(secret);
}

async function readSite({ siteId }: NewChannel, db: Db): Promise<string | null> {
  if (siteId === null) return null;
  const [site] = await db.select({ id: sites.id }).from(sites).where(eq(sites.id, siteId));
  if (site === undefined) throw badInput("siteId", "There is no such site.");
  return siteId;
}

async function giveUpWaiting(tx: Db, channelId: string): Promise<void> {
  await tx
    .update(notifications)
    .set({ state: "failed", lastError: "the channel was switched off" })
    .where(and(eq(notifications.channelId, channelId), eq(notifications.state, "waiting")));
}

async function findLast(db: Db, channelId: string): Promise<LastNotification | undefined> {
  const [last] = await db
    .select()
    .from(notifications)
    .where(eq(notifications.channelId, channelId))
    .orderBy(desc(notifications.id))
    .limit(1);
  return last;
}

function toShape(row: Omit<ChannelRow, "createdAt">, last: LastNotification | undefined): Channel {
  const { id, kind, name, target, secretEncrypted, siteId, enabled } = row;
  return {
    id,
    kind,
    name,
    target,
    hasSecret: secretEncrypted !== null,
    siteId,
    enabled,
    last: last === undefined ? null : describeLast(last),
  };
}

function describeLast({
  state,
  createdAt,
  sentAt,
  lastError,
}: LastNotification): NonNullable<Channel["last"]> {
  return { state, at: (sentAt ?? createdAt).toISOString(), error: lastError };
}
