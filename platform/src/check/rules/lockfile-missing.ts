import { filesOf } from "../code.ts";
import { lockfilesOf } from "../lockfiles.ts";
import { manifestOf } from "../manifest.ts";
import { sourcedEntries, type CheckedApp, type Rule, type SourcedEntry } from "../rule.ts";

const LOCKFILE =
  /^(?:yarn\.lock|pnpm-lock\.yaml|npm-shrinkwrap\.json|package-lock\.json|bun\.lockb?|deno\.lock|\.pnp\.c?js)$/;

export const lockfileMissing: Rule = {
  name: "lockfile-missing",
  severity: "warning",
  what: "A package.json with dependencies has no lock file",
  why: "Each build then installs the newest versions that fit, which may be others than those you tried.",
  fix: "commit the lock file that your package manager writes",
  failing: {
    spec: { name: "app", services: [{ name: "web", health_check: {} }] },
    files: { "package.json": '{"scripts":{"start":"node ."},"dependencies":{"express":"^5.0.0"}}' },
  },
  passing: {
    spec: { name: "app", services: [{ name: "web", health_check: {} }] },
    files: {
      "package.json": '{"scripts":{"start":"node ."},"dependencies":{"express":"^5.0.0"}}',
      "package-lock.json": "",
    },
  },
  *check(app) {
    const seen = new Set<string>();
    for (const entry of sourcedEntries(app)) {
      const { facts, field } = entry;
      const place = `${facts.source} ${facts.directory}`;
      // One file is missing, however many components have the directory.
      if (seen.has(place)) continue;
      seen.add(place);
      if ((manifestOf(facts)?.dependencies.size ?? 0) === 0) continue;
      if (lockfilesOf(facts).length > 0 || hasLockfileAbove(app, entry)) continue;
      yield {
        field: `${field}.source_dir`,
        message: "package.json has dependencies, but there is no lock file",
      };
    }
  },
};

/** A workspace has one for all of its packages, at its top. */
function hasLockfileAbove(app: CheckedApp, entry: SourcedEntry): boolean {
  const files = app.facts?.sources[entry.facts.source]?.files ?? [];
  const parts = entry.facts.directory.split("/");
  const above = parts.map((_, index) =>
    parts
      .slice(0, index)
      .map((part) => `${part}/`)
      .join(""),
  );
  return (
    filesOf(app, entry).some((file) => LOCKFILE.test(file)) ||
    files.some((file) =>
      above.some((prefix) => file.startsWith(prefix) && LOCKFILE.test(file.slice(prefix.length))),
    )
  );
}
