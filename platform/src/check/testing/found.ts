import { chooseCodeFiles } from "../../source/code/code-files.ts";
import { findMentions } from "../../source/code/find-mentions.ts";
import type { CodeFacts, ComponentFacts, Facts } from "../../source/facts.ts";
import { componentsOf } from "../../spec/index.ts";
import { checkApp } from "../check-app.ts";
import type { Example } from "../rule.ts";

const INSTALLED = "node_modules/";

/** The facts of an example, its code read as that of a checkout is. */
export function factsOf({ spec, files, unread = 0 }: Example): Facts {
  const paths = Object.keys(files)
    .filter((path) => !path.startsWith(INSTALLED))
    .sort();
  const component = (name: string): ComponentFacts => ({
    component: name,
    source: "checkout",
    directory: "",
    directoryExists: true,
    treeHash: "0".repeat(64),
    reachesOutside: false,
    entries: [...new Set(paths.map((path) => path.replace(/\/.*/, "/")))],
    texts: files,
    managePy: Object.keys(files).find((path) => path.endsWith("manage.py")) ?? null,
  });
  const names = componentsOf(spec).map(({ component }) => component.name);
  const code = chooseCodeFiles(paths, [""]);
  const checkout = {
    ...{ id: "checkout", kind: "checkout" as const, root: "/app", commit: null, branch: null, dirty: true },
    files: paths,
    code: {
      ...{ read: code.length, unread, packages: packagesOf(files) },
      mentions: code.flatMap((file) => findMentions(file, files[file] ?? "")),
    },
  } as const;
  return {
    sources: { checkout },
    components: Object.fromEntries(names.map((name) => [name, component(name)])),
  };
}

/** Of the packages whose package.json an example has; those of type `module` are taken for ES modules alone. */
function packagesOf(files: Example["files"]): CodeFacts["packages"] {
  return Object.fromEntries(
    Object.entries(files).flatMap(([path, text]) => {
      const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)\/package\.json$/.exec(path)?.[1];
      return name === undefined ? [] : [[name, { isEsmOnly: /"type"\s*:\s*"module"/.test(text) }]];
    }),
  );
}

/** Names of the rules that find something in an example, in their order. */
export function found(example: Example): string[] {
  return checkApp(example.spec, factsOf(example), () => undefined).map(({ rule }) => rule);
}
