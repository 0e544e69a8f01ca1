import { isCiphertext } from "../../spec/index.ts";
import type { Rule } from "../rule.ts";
import { setValues } from "../values/set-values.ts";

export const encryptedElsewhere: Rule = {
  name: "encrypted-elsewhere",
  severity: "notice",
  what: "The spec holds encrypted values",
  why: "EV[1:…] can only be read by the app that encrypted it, so no other app, and no other machine, knows the value.",
  fix: "take encrypted values out of a committed spec and give them in .do/ashore.env or with --env-file",
  failing: {
    spec: {
      name: "app",
      services: [
        {
          name: "web",
          health_check: {},
          envs: [{ key: "KEY", value: "EV[1:bm9uY2U=:Y2lwaGVy]", type: "SECRET" }],
        },
      ],
    },
    files: {},
  },
  passing: {
    spec: {
      name: "app",
      services: [{ name: "web", health_check: {}, envs: [{ key: "KEY", type: "SECRET" }] }],
    },
    files: {},
  },
  *check({ written }) {
    const found = [...setValues(written)].filter(
      ({ value }) => typeof value === "string" && isCiphertext(value),
    );
    const [first] = found;
    if (!first) return;
    const message =
      found.length === 1
        ? "is readable only by the app that encrypted it"
        : `and ${found.length - 1} more are readable only by the app that encrypted them`;
    yield { field: first.field, message };
  },
};
