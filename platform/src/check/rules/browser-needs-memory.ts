import { findSize } from "../../spec/index.ts";
import { placeOf } from "../code.ts";
import { manifestOf } from "../manifest.ts";
import { sourcedEntries, type CheckedApp, type Rule, type SourcedEntry } from "../rule.ts";
import { variablesOf } from "../variables.ts";
import { housemates, ownMentions } from "../mentions/own-mentions.ts";

const LEAST_BYTES = 2 * 1024 ** 3;
/** Packages that start a browser beside the program. The -core ones may as well talk to one elsewhere. */
const STARTS_BROWSER =
  /^(?:puppeteer|playwright|@playwright\/browser-\w+|lighthouse|chrome-launcher|@sparticuz\/chromium|chrome-aws-lambda|pyppeteer|whatsapp-web\.js)$/;
/** Variables that name a browser of another machine. */
const ELSEWHERE =
  /BROWSERLESS|WS_?ENDPOINT|CDP|SELENIUM|HUB|REMOTE|(?:BROWSER|CHROME|PLAYWRIGHT)\w*_(?:URL|HOST)/i;

export const browserNeedsMemory: Rule = {
  name: "browser-needs-memory",
  severity: "warning",
  what: "A component starts a browser in less than 2 GB of memory",
  why: "A headless browser with one heavy page takes more than 1 GB, and an instance out of memory is killed with exit code 137.",
  fix: "choose an instance_size_slug of 2 GB or more, e.g. apps-s-1vcpu-2gb",
  failing: {
    spec: {
      name: "app",
      services: [{ name: "web", health_check: {}, instance_size_slug: "apps-s-1vcpu-1gb" }],
    },
    files: {
      "package.json": '{"scripts":{"start":"node shot.mjs"},"dependencies":{"puppeteer":"24"}}',
      "package-lock.json": "",
      "shot.mjs": 'import puppeteer from "puppeteer";\n',
    },
  },
  passing: {
    spec: {
      name: "app",
      services: [{ name: "web", health_check: {}, instance_size_slug: "apps-s-1vcpu-2gb" }],
    },
    files: {
      "package.json": '{"scripts":{"start":"node shot.mjs"},"dependencies":{"puppeteer":"24"}}',
      "package-lock.json": "",
      "shot.mjs": 'import puppeteer from "puppeteer";\n',
    },
  },
  *check(app) {
    for (const entry of sourcedEntries(app)) {
      const mates = housemates(app, entry);
      // In a directory of several components one of them starts the browser: only if all are small is one too small.
      if (mates[0]?.field !== entry.field || !mates.every(isSmall)) continue;
      const [first] = startsOf(entry, app);
      if (!first || reachesBrowserElsewhere(entry, app)) continue;
      yield {
        field: `${entry.field}.instance_size_slug`,
        message: `${mates.map(({ component }) => component.name).join(" or ")} starts a browser with ${first.name}, in less than 2 GB of memory`,
        at: placeOf(first, entry),
      };
    }
  },
};

function isSmall(entry: SourcedEntry): boolean {
  if (entry.kind === "static_site") return true;
  const size = findSize(entry.component.instance_size_slug);
  return size !== undefined && size.memoryBytes < LEAST_BYTES;
}

function startsOf(entry: SourcedEntry, app: CheckedApp) {
  const used = [...ownMentions(app, entry, "import"), ...ownMentions(app, entry, "require")];
  return used.filter(({ name }) => STARTS_BROWSER.test(name) && isInstalled(name, entry));
}

/** Development dependencies are gone when the component runs. */
function isInstalled(name: string, { facts }: SourcedEntry): boolean {
  const python = facts.texts["requirements.txt"] ?? "";
  return manifestOf(facts)?.dependencies.has(name) || new RegExp(`^${name}\\b`, "im").test(python);
}

function reachesBrowserElsewhere(entry: SourcedEntry, app: CheckedApp): boolean {
  const read = ownMentions(app, entry, "env").map(({ name }) => name);
  return [...variablesOf(app.spec, entry).keys(), ...read].some((name) => ELSEWHERE.test(name));
}
