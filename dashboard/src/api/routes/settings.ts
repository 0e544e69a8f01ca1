import { writeAudit } from "../../access/audit.ts";
import { applyRetention } from "../../work/retention.ts";
import { readSettings, writeSettings, type Settings } from "../../work/settings.ts";
import { askerOf } from "../asker.ts";
import type { Api, ApiParts } from "../parts.ts";
import { readStorage } from "../reading/storage.ts";
import {
  retentionReportShape,
  settingsShape,
  storageShape,
  updateSettingsBody,
} from "../shapes/operating.ts";

const tags = ["Settings"];

/** What an administrator may change of the dashboard as a whole, and what it takes on disk. */
export function addSettingsRoutes(api: Api, parts: ApiParts): void {
  addSettings(api, parts);
  addStorage(api, parts);
}

function addSettings(api: Api, { db }: ApiParts): void {
  api.get(
    "/settings",
    {
      config: { role: "viewer" },
      schema: { tags, summary: "The settings, with their defaults", response: { 200: settingsShape } },
    },
    () => readSettings(db),
  );
  api.patch(
    "/settings",
    {
      config: { role: "admin" },
      schema: {
        tags,
        summary: "Change settings; what is left out stays",
        body: updateSettingsBody,
        response: { 200: settingsShape },
      },
    },
    async (request) => {
      const { retention, cpuSlowdown } = request.body;
      const change: Partial<Settings> = {
        ...(retention !== undefined && { retention }),
        ...(cpuSlowdown !== undefined && { cpuSlowdown }),
      };
      await db.transaction(async (tx) => {
        if (Object.keys(change).length === 0) return;
        const { userId } = askerOf(request);
        await writeSettings(tx, change);
        await writeAudit(tx, {
          userId,
          action: "settings.changed",
          subject: "settings",
          details: { ...change },
        });
      });
      return readSettings(db);
    },
  );
}

function addStorage(api: Api, { db }: ApiParts): void {
  api.get(
    "/storage",
    {
      config: { role: "viewer" },
      schema: { tags, summary: "What the database takes on disk", response: { 200: storageShape } },
    },
    () => readStorage(db),
  );
  api.post(
    "/retention/run",
    {
      config: { role: "admin" },
      schema: {
        tags,
        summary: "Remove now what is older than the settings say; the scheduler does so by itself too",
        response: { 200: retentionReportShape },
      },
    },
    async (request) => {
      const removed = await applyRetention(db);
      const { userId } = askerOf(request);
      await writeAudit(db, {
        userId,
        action: "retention.run",
        subject: "retention",
        details: { ...removed },
      });
      return removed;
    },
  );
}
