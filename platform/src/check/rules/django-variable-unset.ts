import type { Mention } from "../../source/facts.ts";
import { filesOf, placeOf } from "../code.ts";
import { hasDotenv, isNamedIn } from "../mentions/given-elsewhere.ts";
import { ownMentions } from "../mentions/own-mentions.ts";
import { readsUnseen } from "../mentions/wanted-variables.ts";
import { commandOf, sourcedEntries, type CheckedApp, type Rule, type SourcedEntry } from "../rule.ts";
import { isOneLetterOff } from "../values/one-letter-off.ts";
import { isRunTime, variablesOf } from "../variables.ts";
import { djangoOf, runsDjango, type DjangoProject } from "../django/project.ts";

const DECISIVE = /ALLOWED_HOSTS|DEBUG|SECRET_KEY/;
/** Without these Django does not start, or answers nobody. */
const NEEDED = /^(?:ALLOWED_HOSTS|SECRET_KEY)$/;
/** Such a line knows what to do without the variable. */
const MANAGES = /\b(?:or|if|else|not|in)\b/;
const READS_SOFTLY = /\b(?:environ\.get|environ\.pop|getenv)\(/;
/** Files of variables other than .env, and commands that may set more than they say. */
const SETS_UNSEEN = /\.sh\b|\.env\b|dotenv|doppler|\bmake\b|supervisord|honcho/;

const settings = 'import os\n\nSECRET_KEY = os.environ["SECRET_KEY"]\n';
const files = {
  "requirements.txt": "django\ngunicorn\n",
  "manage.py": "import django\n",
  "shop/settings.py": settings,
};
const web = {
  name: "web",
  run_command: "gunicorn --worker-tmp-dir /dev/shm shop.wsgi",
  health_check: {},
} as const;

export const djangoVariableUnset: Rule = {
  name: "django-variable-unset",
  severity: "warning",
  what: "Django's settings read ALLOWED_HOSTS, DEBUG or SECRET_KEY from a variable that is not set",
  why: "Without a fallback Django does not start, or answers every request with 400.",
  fix: "set the variable in the spec, or give it a fallback in the settings",
  failing: { spec: { name: "app", services: [web] }, files },
  passing: {
    spec: { name: "app", services: [{ ...web, envs: [{ key: "SECRET_KEY", type: "SECRET" }] }] },
    files,
  },
  *check(app) {
    for (const entry of sourcedEntries(app)) {
      const project = djangoOf(app, entry);
      if (!project || !runsDjango(entry) || mayBeSetUnseen(app, entry)) continue;
      const set = [...variablesOf(app.spec, entry).values()].filter(isRunTime).map(({ key }) => key);
      for (const mention of ownMentions(app, entry, "env")) {
        if (!isAsked(mention, project) || set.includes(mention.name) || isNamedIn(entry, mention.name))
          continue;
        const close = closeTo(mention, set, app);
        const message = messageOf(mention, close, project);
        if (message === null || isToldElsewhere(mention, close, app, entry)) continue;
        const hint = close === undefined ? {} : { hint: `call the variable of the spec ${mention.name}` };
        yield { field: `${entry.field}.envs`, message, ...hint, at: placeOf(mention, entry) };
      }
    }
  },
};

function mayBeSetUnseen(app: CheckedApp, entry: SourcedEntry): boolean {
  const all = filesOf(app, entry);
  return (
    SETS_UNSEEN.test(commandOf(entry) ?? "") ||
    hasDotenv(all) ||
    all.some((file) => /(?:^|\/)(?:settings\.ini|secrets?\.\w+)$/.test(file))
  );
}

function isAsked({ name, file }: Mention, { used }: DjangoProject): boolean {
  return DECISIVE.test(name) && used.includes(file);
}

/** A variable that is set, is called nearly the same, and that no code reads. */
function closeTo({ name }: Mention, set: readonly string[], { facts }: CheckedApp): string | undefined {
  const read = Object.values(facts?.sources ?? {}).flatMap(({ code }) => code.mentions);
  return set.find(
    (key) => isOneLetterOff(key, name) && !read.some((one) => one.kind === "env" && one.name === key),
  );
}

function messageOf(mention: Mention, close: string | undefined, project: DjangoProject): string | null {
  const { name, value } = mention;
  if (value !== null) return close === undefined ? null : `the settings read ${name}, but ${close} is set`;
  if (close !== undefined) return `the settings read ${name}, which is not set, but ${close} is`;
  return isNeeded(mention, project) ? `the settings need ${name}, which is not set` : null;
}

/** True if the line of the mention fails without it, or leaves nothing that Django can work with. */
function isNeeded({ file, line }: Mention, { settings: all }: DjangoProject): boolean {
  const assigned = all.find((one) => one.file === file && one.line === line && one.column === 1);
  if (assigned?.value === undefined || assigned.value === null || MANAGES.test(assigned.value)) return false;
  if (all.some((one) => one.name === assigned.name && one !== assigned && one.file === file)) return false;
  return !READS_SOFTLY.test(assigned.value) || NEEDED.test(assigned.name);
}

/** The rule for all other variables says so already. */
function isToldElsewhere(
  { value }: Mention,
  close: string | undefined,
  app: CheckedApp,
  entry: SourcedEntry,
): boolean {
  return close !== undefined && value === null && !readsUnseen(app, entry);
}
