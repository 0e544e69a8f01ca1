import { commandOf, sourcedEntries, type CheckedApp, type Rule, type SourcedEntry } from "../rule.ts";

export const gunicornWorkerDirectory: Rule = {
  name: "gunicorn-worker-directory",
  severity: "notice",
  what: "gunicorn keeps its heartbeat files on the disk",
  why: "On App Platform's disk a heartbeat may block so long that gunicorn kills healthy workers.",
  fix: "add --worker-tmp-dir /dev/shm",
  failing: {
    spec: { name: "app", services: [{ name: "web", run_command: "gunicorn app:app" }] },
    files: { "requirements.txt": "gunicorn\n" },
  },
  passing: {
    spec: {
      name: "app",
      services: [{ name: "web", run_command: "gunicorn --worker-tmp-dir /dev/shm app:app" }],
    },
    files: { "requirements.txt": "gunicorn\n" },
  },
  *check(app) {
    for (const entry of sourcedEntries(app)) {
      const command = commandOf(entry) ?? "";
      if (!/(?:^|[\s;&|/])gunicorn(?:\s|$)/.test(command) || isConfigured(command, entry, app)) continue;
      yield { field: `${entry.field}.run_command`, message: "gunicorn is started without --worker-tmp-dir" };
    }
  },
};

/** In the command, in a configuration file (which may say anything), or by gunicorn's own variable. */
function isConfigured(command: string, { component, facts }: SourcedEntry, { spec }: CheckedApp): boolean {
  if (/--worker-tmp-dir|(?:^|\s)(?:-c|--config)[\s=]/.test(command)) return true;
  if (facts.entries.includes("gunicorn.conf.py")) return true;
  return [...(spec.envs ?? []), ...(component.envs ?? [])].some(({ key }) => key === "GUNICORN_CMD_ARGS");
}
