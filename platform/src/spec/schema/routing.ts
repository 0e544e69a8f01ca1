import { flag, list, requiredText, section, text, texts } from "./field.ts";

const originMatch = section({
  exact: text("The whole origin.", { max: 256 }),
  prefix: text("How the origin starts.", { deprecated: "write exact or regex instead" }),
  regex: text("RE2 expression the origin matches.", { max: 256 }),
});

export const corsPolicy = section({
  allow_origins: list("Origins that may read answers; each by exactly one kind of match.", originMatch),
  allow_methods: texts("Methods allowed to them."),
  allow_headers: texts("Request headers allowed to them."),
  expose_headers: texts("Response headers they may read."),
  max_age: text("How long browsers keep the answer to a preflight, e.g. `5h30m`."),
  allow_credentials: flag("Whether requests may carry credentials.", { default: false }),
});

export const route = section({
  path: requiredText("Path prefix, starting with a slash.", { max: 256 }),
  preserve_path_prefix: flag("Passes the path on as it is.", { default: false }),
});
