import type { Mention } from "../../source/facts.ts";
import { placeOf } from "../code.ts";
import { manifestOf } from "../manifest.ts";
import { ownMentions } from "../mentions/own-mentions.ts";
import { sourcedEntries, type CheckedApp, type Rule, type SourcedEntry } from "../rule.ts";
import { djangoOf, runsDjango } from "../django/project.ts";
import { requires } from "../python/managers.ts";

const STORAGE_SETTING = /^(?:STORAGES|DEFAULT_FILE_STORAGE|AWS_\w+|GS_\w+|AZURE_\w+|CLOUDINARY_\w+)$/;
const STORAGE_PACKAGE =
  /storages|cloudinary|boto3|google-cloud-storage|azure-storage|minio|uploadcare|imagekit|bunny/i;
/** Packages to which uploads are likely sent on. */
const SENDS_ON =
  /^(?:@aws-sdk\/.*|aws-sdk|cloudinary|@google-cloud\/storage|@azure\/storage-blob|minio|multer-\w+|@supabase\/.*|firebase(?:-admin)?|@vercel\/blob|imagekit|uploadthing|ftp|basic-ftp|@uploadcare\/.*|openai|sharp|csv-parse\w*|xlsx|pdf-parse)$/;

export const localFilesLost: Rule = {
  name: "local-files-lost",
  severity: "notice",
  what: "The code keeps uploaded files on the disk",
  why: "An instance's disk is empty again after each deployment and restart, and no other instance sees it.",
  fix: "keep uploads in object storage, e.g. Spaces",
  failing: {
    spec: { name: "app", services: [{ name: "web", health_check: {} }] },
    files: {
      "package.json": '{"scripts":{"start":"node web.js"},"dependencies":{"multer":"2"}}',
      "package-lock.json": "",
      "web.js": 'const multer = require("multer");\nconst upload = multer({ dest: "uploads/" });\n',
    },
  },
  passing: {
    spec: { name: "app", services: [{ name: "web", health_check: {} }] },
    files: {
      "package.json": '{"scripts":{"start":"node web.js"},"dependencies":{"multer":"2"}}',
      "package-lock.json": "",
      "web.js":
        'const multer = require("multer");\nconst upload = multer({ storage: multer.memoryStorage() });\n',
    },
  },
  *check(app) {
    for (const entry of sourcedEntries(app)) {
      if (entry.kind !== "service" || (app.facts?.sources[entry.facts.source]?.code.unread ?? 0) > 0)
        continue;
      const found = mediaRoot(app, entry) ?? uploadDirectory(app, entry);
      if (!found) continue;
      const message = `uploads go to ${found.what} on the disk, and are lost at each deployment`;
      yield { field: entry.field, message, at: placeOf(found.mention, entry) };
    }
  },
};

interface Kept {
  readonly mention: Mention;
  readonly what: string;
}

/** Only where files can be uploaded at all: MEDIA_URL is what shows them again. */
function mediaRoot(app: CheckedApp, entry: SourcedEntry): Kept | null {
  const project = djangoOf(app, entry);
  if (!project?.isPlain || !runsDjango(entry) || requires(entry.facts, STORAGE_PACKAGE)) return null;
  const all = ownMentions(app, entry, "setting");
  if (all.some(({ name, value }) => STORAGE_SETTING.test(name) || STORAGE_PACKAGE.test(value ?? "")))
    return null;
  const roots = project.settings.filter(({ name }) => name === "MEDIA_ROOT");
  const [mention] = roots;
  const isShown = project.settings.some(({ name }) => name === "MEDIA_URL");
  if (!mention || roots.length > 1 || !isShown || /environ|getenv|env\(|config\(/.test(mention.value ?? ""))
    return null;
  return { mention, what: "MEDIA_ROOT" };
}

function uploadDirectory(app: CheckedApp, entry: SourcedEntry): Kept | null {
  const installed = [...(manifestOf(entry.facts)?.dependencies ?? [])];
  if (!installed.includes("multer") || installed.some((name) => SENDS_ON.test(name))) return null;
  const mention = ownMentions(app, entry, "setting").find(
    ({ name, value, file }) => name === "dest" && !file.endsWith(".py") && !/^\/?tmp\b/.test(value ?? ""),
  );
  return mention ? { mention, what: mention.value ?? "" } : null;
}
