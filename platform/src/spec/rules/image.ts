import type { ImageSource } from "../app-spec.ts";
import { componentsOf, isCompute } from "../components.ts";
import { error, warning } from "./rule.ts";
import type { Finding, Rule } from "./rule.ts";

export const image: Rule = {
  name: "image",
  *check(spec) {
    for (const { component, field } of componentsOf(spec).filter(isCompute)) {
      if (component.image) yield* checkImage(component.image, `${field}.image`);
    }
  },
};

function* checkImage(source: ImageSource, field: string): Iterable<Finding> {
  const { registry_type: kind, registry, repository, tag, digest, deploy_on_push: push } = source;
  if (kind === undefined || kind === "UNSPECIFIED") {
    yield error(`${field}.registry_type`, "is missing", "write DOCKER_HUB, GHCR or DOCR");
  }
  if (repository === undefined)
    yield error(`${field}.repository`, "is missing", "write the name of the image");
  if (kind === "DOCKER_HUB" && registry === undefined) {
    yield error(`${field}.registry`, "is missing", "write the organisation; official images are in library");
  }
  if (kind === "GHCR" && registry === undefined) {
    yield warning(`${field}.registry`, "is missing", "write the owner of the image");
  }
  if (tag !== undefined && digest !== undefined) {
    yield error(`${field}.digest`, "stands beside a tag", "leave either tag or digest");
  }
  if (push?.enabled && digest !== undefined) {
    yield error(
      `${field}.deploy_on_push`,
      "cannot follow a digest, which never changes",
      "use a tag, or remove it",
    );
  } else if (push?.enabled && kind !== "DOCR") {
    yield warning(`${field}.deploy_on_push`, "works for images of DOCR only", "remove it");
  }
}
