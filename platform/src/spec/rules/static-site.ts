import type { StaticSite } from "../app-spec.ts";
import { error, warning } from "./rule.ts";
import type { Finding, Rule } from "./rule.ts";

export const staticSite: Rule = {
  name: "static-site",
  severity: "error",
  what: "A static site has two documents for unknown paths, no proper output directory, or variables of a run time",
  why: "A static site is the files of one directory of its build, of which one answers unknown paths, and nothing of it runs.",
  fix: "leave either catchall_document or error_document, write an absolute output_dir if there is a Dockerfile, and give variables the scope BUILD_TIME",
  failing: {
    name: "app",
    static_sites: [
      {
        name: "web",
        github: { repo: "acme/web", branch: "main" },
        catchall_document: "index.html",
        error_document: "404.html",
      },
    ],
  },
  passing: {
    name: "app",
    static_sites: [
      { name: "web", github: { repo: "acme/web", branch: "main" }, catchall_document: "index.html" },
    ],
  },
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
