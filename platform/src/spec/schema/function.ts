import { envs, sourceDirectory } from "./build-fields.ts";
import { oldRoutingFields, watchFields } from "./component-fields.ts";
import { section } from "./field.ts";
import { name } from "./name.ts";
import { codeSources } from "./source.ts";

export const functionComponent = section({
  name: name("Name of the functions component."),
  ...codeSources,
  ...sourceDirectory,
  ...envs,
  ...oldRoutingFields,
  ...watchFields,
});
