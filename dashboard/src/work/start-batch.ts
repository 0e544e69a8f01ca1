import { and, asc, eq, inArray } from "drizzle-orm";
import { createId } from "../base/id.ts";
import { announce } from "../database/changes.ts";
import type { Db } from "../database/database.ts";
import { batches, measurements, pages, samples, sites } from "../database/schema/index.ts";
import type { Profile } from "../papers/metric.ts";
import type { Trigger } from "../papers/states.ts";
import { interleave } from "./interleave.ts";

export type BatchSubject =
  | { readonly scope: "all" }
  | { readonly scope: "site"; readonly siteId: string }
  | { readonly scope: "page"; readonly pageId: string; readonly samples?: number | undefined }
  /** One series again, to see whether what was found in it repeats. */
  | { readonly scope: "verification"; readonly pageId: string; readonly profile: Profile };

export interface BatchRequest {
  readonly trigger: Trigger;
  readonly subject: BatchSubject;
  readonly requestedBy?: string | null;
  readonly note?: string | null;
}

export type StartedBatch =
  | { readonly outcome: "created" | "already-open"; readonly batchId: string }
  /** The subject has no enabled page. */
  | { readonly outcome: "nothing-to-measure" };

/** Smaller goes first: a person who waits before the night's work. */
const PRIORITIES: Readonly<Record<Trigger, number>> = {
  deployment: 5,
  comparison: 10,
  manual: 10,
  verification: 20,
  schedule: 30,
};
const ROWS_AT_ONCE = 1_000;

/**
 * Writes a batch with its measurements and samples in one transaction, or finds the one that is open for the same
 * subject. However often and from wherever it is called at once, one batch comes of it.
 */
export async function startBatch(db: Db, request: BatchRequest): Promise<StartedBatch> {
  return db.transaction(async (tx) => {
    const targets = await findTargets(tx, request.subject);
    if (targets.length === 0) return { outcome: "nothing-to-measure" };
    const subject = nameSubject(request.subject);
    const batchId = createId();
    const sameSite = new Set(targets.map(({ siteId }) => siteId)).size === 1;
    const inserted = await tx
      .insert(batches)
      .values({
        id: batchId,
        trigger: request.trigger,
        subject,
        siteId: request.subject.scope === "all" || !sameSite ? null : (targets[0]?.siteId ?? null),
        requestedBy: request.requestedBy ?? null,
        note: request.note ?? null,
      })
      .onConflictDoNothing()
      .returning({ id: batches.id });
    if (inserted.length === 0) return { outcome: "already-open", batchId: await findOpen(tx, subject) };
    await insertWork(tx, batchId, PRIORITIES[request.trigger], targets);
    await announce(tx, { kind: "batch", id: batchId });
    return { outcome: "created", batchId };
  });
}

/** How the database names what a batch is about. */
export function nameSubject(subject: BatchSubject): string {
  if (subject.scope === "all") return "all";
  if (subject.scope === "site") return `site:${subject.siteId}`;
  if (subject.scope === "page") return `page:${subject.pageId}`;
  return `verification:${subject.pageId}:${subject.profile}`;
}

interface Target {
  readonly siteId: string;
  readonly pageId: string;
  readonly profile: Profile;
  readonly samples: number;
}

async function findTargets(db: Db, subject: BatchSubject): Promise<readonly Target[]> {
  const scope = {
    all: undefined,
    site: subject.scope === "site" ? eq(sites.id, subject.siteId) : undefined,
    page: subject.scope === "page" ? eq(pages.id, subject.pageId) : undefined,
    verification: subject.scope === "verification" ? eq(pages.id, subject.pageId) : undefined,
  }[subject.scope];
  // A single page that somebody asks for is measured even if its site is paused.
  const enabled =
    subject.scope === "all" || subject.scope === "site"
      ? and(eq(pages.enabled, true), subject.scope === "all" ? eq(sites.enabled, true) : undefined)
      : undefined;
  const rows = await db
    .select({
      siteId: sites.id,
      pageId: pages.id,
      profiles: sites.profiles,
      samples: sites.samplesPerMeasurement,
    })
    .from(pages)
    .innerJoin(sites, eq(sites.id, pages.siteId))
    .where(and(scope, enabled))
    .orderBy(asc(sites.name), asc(pages.position), asc(pages.id));
  const wanted = subject.scope === "page" ? subject.samples : undefined;
  return rows.flatMap(({ profiles, ...row }) =>
    profiles
      .filter((profile) => subject.scope !== "verification" || profile === subject.profile)
      .map((profile) => ({ ...row, profile, samples: wanted ?? row.samples })),
  );
}

async function findOpen(db: Db, subject: string): Promise<string> {
  const [open] = await db
    .select({ id: batches.id })
    .from(batches)
    .where(and(eq(batches.subject, subject), inArray(batches.state, ["open"])));
  // The other one was finished between our insert and this look; the caller may simply ask again.
  if (open === undefined) throw new Error(`the open batch of ${subject} was finished just now`);
  return open.id;
}

async function insertWork(
  db: Db,
  batchId: string,
  priority: number,
  targets: readonly Target[],
): Promise<void> {
  const made = targets.map((target) => ({ ...target, id: createId() }));
  for (const some of slices(made)) {
    await db.insert(measurements).values(
      some.map(({ id, pageId, profile, samples: samplesWanted }) => ({
        id,
        batchId,
        pageId,
        profile,
        samplesWanted,
      })),
    );
  }
  const rows = interleave(made).map(({ target, index }, position) => ({
    measurementId: target.id,
    index,
    priority,
    position,
  }));
  for (const some of slices(rows)) await db.insert(samples).values(some);
}

function slices<Row>(rows: readonly Row[]): readonly Row[][] {
  const count = Math.ceil(rows.length / ROWS_AT_ONCE);
  return Array.from({ length: count }, (_, index) =>
    rows.slice(index * ROWS_AT_ONCE, (index + 1) * ROWS_AT_ONCE),
  );
}
