import type { Rule } from "./rule.ts";
import { bindableInDockerBuild } from "./rules/bindable-in-docker-build.ts";
import { browserNeedsMemory } from "./rules/browser-needs-memory.ts";
import { buildFailureHidden } from "./rules/build-failure-hidden.ts";
import { buildNeedsPrunedPackage } from "./rules/build-needs-pruned-package.ts";
import { builtTwice } from "./rules/built-twice.ts";
import { collectstaticWithoutRoot } from "./rules/collectstatic-without-root.ts";
import { commandJoined } from "./rules/command-joined.ts";
import { databaseAtBuild } from "./rules/database-at-build.ts";
import { databaseNotCreatable } from "./rules/database-not-creatable.ts";
import { djangoDebugOn } from "./rules/django-debug-on.ts";
import { djangoVariableUnset } from "./rules/django-variable-unset.ts";
import { dockerArgumentMissing } from "./rules/docker-argument-missing.ts";
import { dockerPortDiffers } from "./rules/docker-port-differs.ts";
import { dockerfileMissing } from "./rules/dockerfile-missing.ts";
import { dockerfileUnused } from "./rules/dockerfile-unused.ts";
import { encryptedElsewhere } from "./rules/encrypted-elsewhere.ts";
import { failedDeployJobWaits } from "./rules/failed-deploy-job-waits.ts";
import { gunicornWorkerDirectory } from "./rules/gunicorn-worker-directory.ts";
import { healthCheckMissing } from "./rules/health-check-missing.ts";
import { hugoByConfig } from "./rules/hugo-by-config.ts";
import { jobWithoutDatabase } from "./rules/job-without-database.ts";
import { listensOnLoopback } from "./rules/listens-on-loopback.ts";
import { listensOnOtherPort } from "./rules/listens-on-other-port.ts";
import { localFilesLost } from "./rules/local-files-lost.ts";
import { lockfileMissing } from "./rules/lockfile-missing.ts";
import { lockfileOfOtherManager } from "./rules/lockfile-of-other-manager.ts";
import { migrationsAtOnce } from "./rules/migrations-at-once.ts";
import { migrationsMissing } from "./rules/migrations-missing.ts";
import { needsDocker } from "./rules/needs-docker.ts";
import { needsNewDoctl } from "./rules/needs-new-doctl.ts";
import { nodeStartMissing } from "./rules/node-start-missing.ts";
import { ormAtBuild } from "./rules/orm-at-build.ts";
import { outputDirectoryMissing } from "./rules/output-directory-missing.ts";
import { placeholderRepository } from "./rules/placeholder-repository.ts";
import { placeholderSecret } from "./rules/placeholder-secret.ts";
import { poolsExceedDatabase } from "./rules/pools-exceed-database.ts";
import { portInCommand } from "./rules/port-in-command.ts";
import { portTakenTwice } from "./rules/port-taken-twice.ts";
import { portVariableDiffers } from "./rules/port-variable-differs.ts";
import { prefixTrimmed } from "./rules/prefix-trimmed.ts";
import { pythonRunCommandMissing } from "./rules/python-run-command-missing.ts";
import { pythonVersionUnknown } from "./rules/python-version-unknown.ts";
import { redisVariables } from "./rules/redis-variables.ts";
import { requireOfEsm } from "./rules/require-of-esm.ts";
import { schemaNewer } from "./rules/schema-newer.ts";
import { scriptMissing } from "./rules/script-missing.ts";
import { secretInClear } from "./rules/secret-in-clear.ts";
import { siblingBuilds } from "./rules/sibling-builds.ts";
import { singlePageWithoutCatchall } from "./rules/single-page-without-catchall.ts";
import { sourceReadInPart } from "./rules/source-read-in-part.ts";
import { sqliteInService } from "./rules/sqlite-in-service.ts";
import { startNeedsPrunedPackage } from "./rules/start-needs-pruned-package.ts";
import { staticRouteUnserved } from "./rules/static-route-unserved.ts";
import { twoLockfiles } from "./rules/two-lockfiles.ts";
import { twoPythonManagers } from "./rules/two-python-managers.ts";
import { unknownReference } from "./rules/unknown-reference.ts";
import { uvFilesIncomplete } from "./rules/uv-files-incomplete.ts";
import { variableEmptiedByAction } from "./rules/variable-emptied-by-action.ts";
import { variableOneLetterOff } from "./rules/variable-one-letter-off.ts";
import { variableShadowed } from "./rules/variable-shadowed.ts";

/** Every rule, in the order in which its problems are shown. */
export const rules: readonly Rule[] = [
  needsDocker,
  nodeStartMissing,
  scriptMissing,
  pythonRunCommandMissing,
  pythonVersionUnknown,
  uvFilesIncomplete,
  twoPythonManagers,
  unknownReference,
  databaseAtBuild,
  ormAtBuild,
  jobWithoutDatabase,
  secretInClear,
  placeholderSecret,
  placeholderRepository,
  variableOneLetterOff,
  redisVariables,
  djangoVariableUnset,
  collectstaticWithoutRoot,
  staticRouteUnserved,
  sqliteInService,
  portVariableDiffers,
  portInCommand,
  portTakenTwice,
  listensOnLoopback,
  listensOnOtherPort,
  prefixTrimmed,
  requireOfEsm,
  startNeedsPrunedPackage,
  buildNeedsPrunedPackage,
  siblingBuilds,
  buildFailureHidden,
  lockfileMissing,
  lockfileOfOtherManager,
  twoLockfiles,
  migrationsMissing,
  databaseNotCreatable,
  migrationsAtOnce,
  schemaNewer,
  outputDirectoryMissing,
  singlePageWithoutCatchall,
  hugoByConfig,
  dockerfileMissing,
  dockerArgumentMissing,
  bindableInDockerBuild,
  dockerPortDiffers,
  poolsExceedDatabase,
  browserNeedsMemory,
  variableShadowed,
  healthCheckMissing,
  encryptedElsewhere,
  commandJoined,
  failedDeployJobWaits,
  variableEmptiedByAction,
  needsNewDoctl,
  dockerfileUnused,
  builtTwice,
  gunicornWorkerDirectory,
  djangoDebugOn,
  localFilesLost,
  sourceReadInPart,
];
