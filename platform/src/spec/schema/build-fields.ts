import { list, text } from "./field.ts";
import { envVariable } from "./env.ts";

export const environmentSlugs = [
  "node-js",
  "php",
  "ruby",
  "python",
  "go",
  "hugo",
  "html",
  "hexo",
  "ruby-on-rails",
  "jekyll",
  "gatsby",
  "bun",
] as const;

export const sourceDirectory = {
  source_dir: text("Directory of the component in its repository; a leading slash means the same.", {
    default: "/",
  }),
};

export const envs = {
  envs: list("Environment variables of the component; they win over the app's.", envVariable),
};

/** How a component is built, the same for services, static sites, workers and jobs. */
export const buildFields = {
  ...sourceDirectory,
  dockerfile_path: text("Dockerfile, relative to the repository; a build by it needs the Docker runtime."),
  build_command: text("Command run after the detected build steps."),
  environment_slug: text("Language the author had in mind.", {
    default: "the files of the source decide",
  }),
  ...envs,
};
