import type { Rule } from "./rule.ts";
import { databaseAtBuild } from "./rules/database-at-build.ts";
import { gunicornWorkerDirectory } from "./rules/gunicorn-worker-directory.ts";
import { lockfileOfOtherManager } from "./rules/lockfile-of-other-manager.ts";
import { needsDocker } from "./rules/needs-docker.ts";
import { nodeStartMissing } from "./rules/node-start-missing.ts";
import { pythonRunCommandMissing } from "./rules/python-run-command-missing.ts";
import { sourceReadInPart } from "./rules/source-read-in-part.ts";
import { startNeedsPrunedPackage } from "./rules/start-needs-pruned-package.ts";
import { twoLockfiles } from "./rules/two-lockfiles.ts";
import { unknownReference } from "./rules/unknown-reference.ts";

/** Every rule, in the order in which its problems are shown. */
export const rules: readonly Rule[] = [
  needsDocker,
  nodeStartMissing,
  pythonRunCommandMissing,
  unknownReference,
  databaseAtBuild,
  startNeedsPrunedPackage,
  lockfileOfOtherManager,
  twoLockfiles,
  gunicornWorkerDirectory,
  sourceReadInPart,
];
