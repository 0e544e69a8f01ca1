import type { ImageSource } from "../app-spec.ts";
import { componentsOf, isCompute } from "../components.ts";
import { error, warning } from "./rule.ts";
import type { Finding, Rule } from "./rule.ts";

export const image: Rule = {
  name: "image",
  severity: "error",
  what: "An image's name is incomplete or has both tag and digest, or pushes to it cannot be followed",
  why: "App Platform pulls one image by its whole name, and follows pushes only to a tag of its own registry, DOCR.",
  fix: "write registry_type, repository, the registry unless it is DOCR, and either tag or digest, and deploy_on_push for a tag of DOCR only",
  failing: {
    name: "app",
    services: [{ name: "web", image: { registry_type: "DOCKER_HUB", repository: "nginx" } }],
  },
  passing: {
    name: "app",
    services: [
      { name: "web", image: { registry_type: "DOCKER_HUB", registry: "library", repository: "nginx" } },
    ],
  },
  *check(spec) {
    for (const { component, field } of componentsOf(spec).filter(isCompute)) {
      if (component.image) yield* checkImage(component.image, `${field}.image`);
    }
  },
};

function* checkImage(source: ImageSource, field: string): Iterable<Finding> {
  const { registry_type: kind, repository, tag, digest } = source;
  if (kind === undefined || kind === "UNSPECIFIED") {
    yield error(`${field}.registry_type`, "is missing", "write DOCKER_HUB, GHCR or DOCR");
  }
  if (repository === undefined) {
    yield error(`${field}.repository`, "is missing", "write the name of the image");
  }
  if (tag !== undefined && digest !== undefined) {
    yield error(`${field}.digest`, "stands beside a tag", "leave either tag or digest");
  }
  yield* checkRegistry(source, field);
  yield* checkPush(source, field);
}

function* checkRegistry({ registry_type: kind, registry, repository = "" }: ImageSource, field: string) {
  if (registry !== undefined || (kind !== "DOCKER_HUB" && kind !== "GHCR")) return;
  const [owner, name] = repository.split("/");
  const split = name === undefined ? "" : `write registry: ${owner ?? ""} and repository: ${name}`;
  if (kind === "GHCR")
    yield warning(`${field}.registry`, "is missing", split || "write the owner of the image");
  else
    yield error(
      `${field}.registry`,
      "is missing",
      split || "write the organisation, library for official images",
    );
}

function* checkPush({ deploy_on_push: push, digest, registry_type: kind }: ImageSource, field: string) {
  if (!push?.enabled) return;
  if (digest !== undefined) {
    yield error(
      `${field}.deploy_on_push`,
      "cannot follow a digest, which never changes",
      "use a tag, or remove it",
    );
  } else if (kind !== "DOCR") {
    yield warning(`${field}.deploy_on_push`, "works for images of DOCR only", "remove it");
  }
}
