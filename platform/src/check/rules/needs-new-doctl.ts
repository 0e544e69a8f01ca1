import type { Rule } from "../rule.ts";
import { setValues } from "../values/set-values.ts";

/** Fields that came after doctl had begun to refuse what it does not know, and that people met; paths without indexes. */
const NEWER: readonly RegExp[] = [/^ingress\.rules\.match\.(authority)$/, /^services\.(health_check\.port)$/];

export const needsNewDoctl: Rule = {
  name: "needs-new-doctl",
  severity: "notice",
  what: "The spec has fields that older versions of doctl do not know",
  why: 'doctl refuses a spec with "unknown field" when it is older than a field, before App Platform sees it.',
  fix: "update doctl wherever this spec is deployed from, CI included",
  failing: {
    spec: {
      name: "app",
      services: [{ name: "web", health_check: {} }],
      ingress: {
        rules: [
          {
            match: { path: { prefix: "/" }, authority: { exact: "example.com" } },
            component: { name: "web" },
          },
        ],
      },
    },
    files: {},
  },
  passing: {
    spec: {
      name: "app",
      services: [{ name: "web", health_check: {} }],
      ingress: { rules: [{ match: { path: { prefix: "/" } }, component: { name: "web" } }] },
    },
    files: {},
  },
  *check({ written }) {
    const found = [...setValues(written)].flatMap(({ field }) => {
      const name = newerName(field);
      return name === undefined ? [] : [{ field, name }];
    });
    const names = [...new Set(found.map(({ name }) => name))];
    if (found[0])
      yield { field: found[0].field, message: `older versions of doctl refuse ${names.join(", ")}` };
  },
};

function newerName(field: string): string | undefined {
  const path = field.replace(/\[\d+\]/g, "");
  return NEWER.map((pattern) => pattern.exec(path)?.[1]).find((name) => name !== undefined);
}
