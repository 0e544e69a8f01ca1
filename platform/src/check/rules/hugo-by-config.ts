import { sourcedEntries, type Rule } from "../rule.ts";

const CONFIG = /^config\.(?:toml|ya?ml|json)$/;

export const hugoByConfig: Rule = {
  name: "hugo-by-config",
  severity: "warning",
  what: "A Go project has a file that App Platform takes for the configuration of Hugo",
  why: "There a config.toml, config.yaml or config.json makes the directory a Hugo site, which is built in place of the program.",
  fix: "give the file another name, or put it into a directory of its own",
  failing: {
    spec: { name: "app", services: [{ name: "web", health_check: {} }] },
    files: { "go.mod": "module example.com/web\n", "config.yaml": "port: 8080\n" },
  },
  passing: {
    spec: { name: "app", services: [{ name: "web", health_check: {} }] },
    files: { "go.mod": "module example.com/web\n", "settings.yaml": "port: 8080\n" },
  },
  *check(app) {
    for (const { kind, facts, field } of sourcedEntries(app)) {
      const config = facts.entries.find((name) => CONFIG.test(name));
      // Of other languages it is not known which of the two wins.
      if (kind === "static_site" || config === undefined || !("go.mod" in facts.texts)) continue;
      yield { field: `${field}.source_dir`, message: `${config} makes App Platform build it as a Hugo site` };
    }
  },
};
