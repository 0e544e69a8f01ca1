import { choice, requiredText, section, text } from "./field.ts";

const envScopes = ["UNSET", "RUN_TIME", "BUILD_TIME", "RUN_AND_BUILD_TIME"] as const;
const envTypes = ["GENERAL", "SECRET"] as const;

export const envVariable = section({
  key: requiredText("Name of the variable.", {
    pattern: [/^[_A-Za-z][_A-Za-z0-9]*$/, "letters, digits and underscores, not starting with a digit"],
  }),
  value: text("Its value; `${…}` in it is filled in when the component is built or started."),
  scope: choice("Whether builds, running instances or both see it.", envScopes, {
    default: "RUN_AND_BUILD_TIME",
  }),
  type: choice("SECRET values are stored encrypted and never shown.", envTypes, { default: "GENERAL" }),
});
