import type { Step } from "./step.ts";
import { build } from "./steps/build.ts";
import { goLive } from "./steps/go-live.ts";
import { openNetwork } from "./steps/open-network.ts";
import { postDeploy } from "./steps/post-deploy.ts";
import { preDeploy } from "./steps/pre-deploy.ts";
import { provideDatabases } from "./steps/provide-databases.ts";
import { reservePort } from "./steps/reserve-port.ts";
import { retireReplaced } from "./steps/retire-replaced.ts";
import { startComponents } from "./steps/start-components.ts";

/** A deployment, from top to bottom. Everything before `go-live` leaves the old release untouched. */
export const steps: readonly Step[] = [
  reservePort,
  build,
  openNetwork,
  provideDatabases,
  preDeploy,
  startComponents,
  goLive,
  retireReplaced,
  postDeploy,
];
