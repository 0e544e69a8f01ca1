import type { Environment } from "../../base/exec.ts";
import type { StartRequest } from "../runtime.ts";

const SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * The instance's whole environment. From weak to strong: ours, what is passed on from the machine, the
 * artifact's, the component's, and PORT where the platform injects it. NODE_OPTIONS is never touched: a runtime
 * sees the limits of its control group by itself.
 */
export function instanceEnvironment(
  request: StartRequest,
  workspace: string,
  passEnv: Environment,
  port: number | undefined,
  dataDirectory: string | null,
): Environment {
  const path = request.artifact.path.map((entry) =>
    entry.startsWith("/") ? entry : `${workspace}/${entry}`,
  );
  return {
    HOME: workspace,
    USER: "app",
    LANG: "C.UTF-8",
    TZ: "UTC",
    HOSTNAME: request.id,
    PATH: [...path, SYSTEM_PATH].join(":"),
    ...passEnv,
    // For programs of ours that keep data, where nothing can be mounted at the path the spec's image has.
    ...(dataDirectory === null ? {} : { ASHORE_DATA: dataDirectory }),
    ...request.artifact.env,
    ...request.env,
    ...(request.injectPort && port !== undefined ? { PORT: String(port) } : {}),
  };
}
