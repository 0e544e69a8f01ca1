import { accepted, choice, flag, part, section, text } from "./field.ts";

const registryTypes = ["UNSPECIFIED", "DOCR", "DOCKER_HUB", "GHCR"] as const;

const pushReason = "nothing tells this machine of a push; deploy again to take new commits";

function hostedSource(host: string, pattern: readonly [RegExp, string]) {
  return section({
    repo: text(`Repository on ${host}.`, { pattern }),
    branch: text("Branch to take.", { default: "the repository's default branch" }),
    deploy_on_push: flag("Deploy whenever the branch gets new commits.", {
      default: false,
      support: accepted(pushReason),
    }),
  });
}

const nested: readonly [RegExp, string] = [/^[^/]+(\/[^/]+)+$/, "owner/repository"];

export const gitSource = section({
  repo_clone_url: text("URL to clone.", { max: 255 }),
  branch: text("Branch to take.", { default: "the repository's default branch" }),
});
export const githubSource = hostedSource("GitHub", [/^[^/]+\/[^/]+$/, "owner/repository"]);
export const gitlabSource = hostedSource("GitLab", nested);
export const bitbucketSource = hostedSource("Bitbucket", nested);

export const imageSource = section({
  registry_type: choice("Kind of registry the image comes from.", registryTypes),
  registry: text("Registry or organisation, e.g. `library`; empty for DOCR.", { max: 192 }),
  repository: text("Name of the image.", { max: 192 }),
  tag: text("Tag of the image; not together with a digest.", { max: 192, default: "latest" }),
  digest: text("Digest of the image; not together with a tag.", { max: 192 }),
  registry_credentials: text("`user:token` for a private registry.", {
    support: accepted("it is stored encrypted and used once images are pulled"),
  }),
  deploy_on_push: part(
    "Deploy whenever the registry gets a new image for the tag.",
    section({ enabled: flag("Switches it on.", { default: false }) }),
    { support: accepted(pushReason) },
  ),
});

/** Sources that hold code; every component that is built has exactly one. */
export const codeSources = {
  git: part("Public repository by its clone URL.", gitSource),
  github: part("Repository on GitHub.", githubSource),
  gitlab: part("Repository on GitLab.", gitlabSource),
  bitbucket: part("Repository on Bitbucket.", bitbucketSource),
};

export const anySources = {
  ...codeSources,
  image: part(
    "Image that is already built. Redis and Valkey run; others need the Docker runtime.",
    imageSource,
  ),
};
