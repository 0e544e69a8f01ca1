import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { writeAudit } from "../../access/audit.ts";
import { announce } from "../../database/changes.ts";
import type { Db } from "../../database/database.ts";
import { budgets, pages, sites } from "../../database/schema/index.ts";
import { checkBudgetLimits, type BudgetLimits } from "../../judging/judge-budget.ts";
import { askerOf } from "../asker.ts";
import type { Api, ApiParts } from "../parts.ts";
import { badInput, notFound } from "../problem.ts";
import { readBudgets } from "../reading/budgets.ts";
import { evaluateBudget } from "../reading/evaluate-budget.ts";
import { readLastValues } from "../reading/newest-values.ts";
import { idParams, idShape } from "../shapes/common.ts";
import {
  budgetPreviewQuery,
  budgetPreviewShape,
  budgetShape,
  createBudgetBody,
  updateBudgetBody,
  type Budget,
} from "../shapes/judging.ts";

const PREVIEWED = 30;
const tags = ["Budgets"];
const listQuery = z.object({ siteId: idShape.optional() });

/** Limits for metrics, and how they are kept. */
export function addBudgetRoutes(api: Api, parts: ApiParts): void {
  addListing(api, parts);
  addPreview(api, parts);
  addCreating(api, parts);
  addChanging(api, parts);
  addDeleting(api, parts);
}

function addListing(api: Api, { db }: ApiParts): void {
  api.get(
    "/budgets",
    {
      config: { role: "viewer" },
      schema: {
        tags,
        summary: "List budgets with where each of their series stands",
        querystring: listQuery,
        response: { 200: z.array(budgetShape) },
      },
    },
    ({ query }) => readBudgets(db, query),
  );
}

function addPreview(api: Api, { db }: ApiParts): void {
  api.get(
    "/budgets/preview",
    {
      config: { role: "viewer" },
      schema: {
        tags,
        summary: `The newest ${PREVIEWED} values that a budget would judge, oldest first`,
        querystring: budgetPreviewQuery,
        response: { 200: budgetPreviewShape },
      },
    },
    async ({ query: { siteId, pageId = null, profile = null, metric } }) => ({
      values: [...(await readLastValues(db, { siteId, pageId, profile, metric }, PREVIEWED))],
    }),
  );
}

function addCreating(api: Api, { db }: ApiParts): void {
  api.post(
    "/budgets",
    {
      config: { role: "editor" },
      schema: {
        tags,
        summary: "Set a budget; the newest measurements are judged by it at once",
        body: createBudgetBody,
        response: { 201: budgetShape },
      },
    },
    async (request, reply) => {
      const { body } = request;
      requireLimits(body);
      await requireSubject(db, body);
      const id = await db.transaction(async (tx) => {
        const [budget] = await tx.insert(budgets).values(body).returning();
        if (budget === undefined) throw new Error("an insert returned nothing");
        await evaluateBudget(tx, budget);
        await noteChange(tx, budget, { userId: askerOf(request).userId, action: "budget.created" });
        return budget.id;
      });
      return reply.code(201).send(await readBudget(db, id));
    },
  );
}

function addChanging(api: Api, { db }: ApiParts): void {
  api.patch(
    "/budgets/:id",
    {
      config: { role: "editor" },
      schema: {
        tags,
        summary: "Change the limits; the newest measurements are judged by them at once",
        params: idParams,
        body: updateBudgetBody,
        response: { 200: budgetShape },
      },
    },
    async (request) => {
      const { params, body } = request;
      await db.transaction(async (tx) => {
        const [budget] = await tx.update(budgets).set(body).where(eq(budgets.id, params.id)).returning();
        if (budget === undefined) throw notFound("budget");
        requireLimits(budget);
        await evaluateBudget(tx, budget);
        await noteChange(tx, budget, { userId: askerOf(request).userId, action: "budget.changed" });
      });
      return readBudget(db, params.id);
    },
  );
}

function addDeleting(api: Api, { db }: ApiParts): void {
  api.delete(
    "/budgets/:id",
    {
      config: { role: "editor" },
      schema: { tags, summary: "Delete a budget", params: idParams, response: { 204: z.null() } },
    },
    async (request, reply) => {
      await db.transaction(async (tx) => {
        const [budget] = await tx.delete(budgets).where(eq(budgets.id, request.params.id)).returning();
        if (budget === undefined) throw notFound("budget");
        await noteChange(tx, budget, { userId: askerOf(request).userId, action: "budget.deleted" });
      });
      return reply.code(204).send(null);
    },
  );
}

function requireLimits(limits: BudgetLimits): void {
  const fault = checkBudgetLimits(limits);
  if (fault !== null) throw badInput(fault.field, fault.message);
}

async function requireSubject(
  db: Db,
  { siteId, pageId }: { readonly siteId: string; readonly pageId: string | null },
): Promise<void> {
  const [site] = await db.select({ id: sites.id }).from(sites).where(eq(sites.id, siteId));
  if (site === undefined) throw badInput("siteId", "There is no such site.");
  if (pageId === null) return;
  const [page] = await db
    .select({ id: pages.id })
    .from(pages)
    .where(and(eq(pages.id, pageId), eq(pages.siteId, siteId)));
  if (page === undefined) throw badInput("pageId", "The site has no such page.");
}

async function noteChange(
  db: Db,
  { id, siteId, metric, warn, fail }: typeof budgets.$inferSelect,
  { userId, action }: { readonly userId: string; readonly action: string },
): Promise<void> {
  const [site] = await db.select({ name: sites.name }).from(sites).where(eq(sites.id, siteId));
  await writeAudit(db, { userId, action, subject: site?.name ?? siteId, details: { metric, warn, fail } });
  await announce(db, { kind: "budget", id });
}

async function readBudget(db: Db, id: string): Promise<Budget> {
  const [budget] = await readBudgets(db, { id });
  if (budget === undefined) throw notFound("budget");
  return budget;
}
