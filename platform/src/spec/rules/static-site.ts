import type { StaticSite } from "../app-spec.ts";
import { error, warning } from "./rule.ts";
import type { Finding, Rule } from "./rule.ts";

export const staticSite: Rule = {
  name: "static-site",
  *check(spec) {
    for (const [i, site] of (spec.static_sites ?? []).entries()) yield* checkSite(site, `static_sites[${i}]`);
  },
};

function* checkSite(site: StaticSite, field: string): Iterable<Finding> {
  if (site.catchall_document !== undefined && site.error_document !== undefined) {
    yield error(`${field}.catchall_document`, "stands beside error_document", "leave either of them");
  }
  for (const [i, { key, scope }] of (site.envs ?? []).entries()) {
    if (scope !== "RUN_TIME") continue;
    const what = `is RUN_TIME, and a static site has no run time, so nothing sees ${key}`;
    yield warning(`${field}.envs[${i}].scope`, what, "write BUILD_TIME");
  }
  yield* checkOutput(site, field);
}

function* checkOutput(site: StaticSite, field: string): Iterable<Finding> {
  if (site.dockerfile_path === undefined) return;
  if (site.output_dir === undefined) {
    yield error(
      `${field}.output_dir`,
      "is missing",
      "with a Dockerfile, write the directory in its image, e.g. /app/dist",
    );
  } else if (!site.output_dir.startsWith("/") || site.output_dir === "/") {
    yield error(
      `${field}.output_dir`,
      `is ${site.output_dir}`,
      "with a Dockerfile, write an absolute directory of its image other than /",
    );
  }
}
