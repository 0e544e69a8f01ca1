import { buildFields } from "./build-fields.ts";
import { oldRoutingFields } from "./component-fields.ts";
import { section, text } from "./field.ts";
import { name } from "./name.ts";
import { codeSources } from "./source.ts";

export const staticSite = section({
  name: name("Name of the site."),
  ...codeSources,
  ...buildFields,
  output_dir: text("Directory that is published, relative to source_dir.", {
    default: "the first of _static, dist, public and build that exists, else source_dir itself",
  }),
  index_document: text("Document of a directory.", { default: "index.html" }),
  error_document: text("Document sent with 404 for unknown paths.", { default: "404.html" }),
  catchall_document: text("Document sent with 200 for unknown paths; not together with error_document."),
  ...oldRoutingFields,
});
