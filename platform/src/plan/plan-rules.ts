import type { RuleText } from "../base/problem.ts";

/** What planning can find: what is missing, and what this version cannot build or run. */
export const planRules: readonly RuleText[] = [
  {
    name: "value-missing",
    severity: "error",
    what: "A variable needs a value that the spec leaves to its user",
    why: "A secret or a placeholder has no value in the spec, and nothing can start without it.",
    fix: "give the value in .do/ashore.env, with --env-file or in the environment",
  },
  {
    name: "app-elsewhere",
    severity: "warning",
    what: "An app of the same name is up from another directory",
    why: "An app is known by its name, so that this one takes the place of the other, with its databases.",
    fix: "give one of them another name to run both",
  },
  {
    name: "needs-docker",
    severity: "error",
    what: "A component has a Dockerfile and nothing else to build it from",
    why: "This version has no Docker runtime.",
    fix: "add the files that a build of Node, Python or Go starts from",
  },
  {
    name: "language-not-built",
    severity: "error",
    what: "A component is a project of a language that this version does not build",
    why: "Node, Python, Go and static files are built, and others need the Docker runtime, which this version does not have.",
    fix: "leave the component out here, or write it in what is built",
  },
  {
    name: "no-language",
    severity: "error",
    what: "Nothing in a component's directory names a language",
    why: "The files decide how a component is built; without any that is known nothing is built, and only a run_command can start it.",
    fix: "name the project's directory as source_dir, or commit its package.json, requirements.txt, go.mod or Procfile",
  },
  {
    name: "package-json-broken",
    severity: "error",
    what: "A package.json is empty, too long or not a JSON object",
    why: "It decides how the component is built, and npm would refuse it too.",
    fix: "correct it so that npm can read it",
  },
  {
    name: "bun-not-built",
    severity: "warning",
    what: "A project has no lock file but Bun's",
    why: "This version does not run Bun, so npm installs what package.json says, whatever the lock file holds.",
    fix: "commit a lock file of npm, yarn or pnpm",
  },
  {
    name: "output-directory-outside",
    severity: "error",
    what: "An output_dir leads out of the component's directory",
    why: "Only what stands in the component's directory after its build is published.",
    fix: "name a directory relative to source_dir",
  },
  {
    name: "check-without-port",
    severity: "warning",
    what: "The liveness check of a worker has no port",
    why: "A worker has no port of its own, so nothing is checked.",
    fix: "name the port that it answers on",
  },
  {
    name: "engine-not-run",
    severity: "error",
    what: "A database has an engine that this version does not run",
    why: "This version runs PG, REDIS and VALKEY, and reaches any other database by its URL.",
    fix: "give the database's URL in .do/ashore.yaml under attach",
  },
  {
    name: "managed-database-replaced",
    severity: "notice",
    what: "A managed cluster is replaced by a development database",
    why: "Ashore does not know how to reach the cluster, and never writes into one unasked.",
    fix: "give its URL in .do/ashore.yaml under attach if the real one is to be used",
  },
  {
    name: "attach-unknown",
    severity: "warning",
    what: "A URL in .do/ashore.yaml is for no database of the spec",
    why: "Nothing uses it, and the database that was meant stays without it.",
    fix: "write the name as the spec has it",
  },
];
