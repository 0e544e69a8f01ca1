import type { Problem, Severity } from "../base/problem.ts";
import type { CloneFailure } from "./clone.ts";
import type { SourcedComponent } from "./components.ts";
import type { NamedSource } from "./repository.ts";
import type { SourceTree } from "./source-tree.ts";

const LISTED_AT_MOST = 12;

export function directoryOutside(component: SourcedComponent): Problem {
  return rule("error", "source-directory-outside", `${component.field}.source_dir`, {
    message: `${component.sourceDir ?? ""} leads out of the repository`,
    hint: "name a directory relative to the repository's top",
  });
}

export function missingDirectory(
  component: SourcedComponent,
  directory: string,
  files: readonly string[],
): Problem {
  const parent = deepestParent(directory, files);
  const there = directoriesIn(parent, files);
  const place = parent === "" ? "the source" : parent;
  const hint = there.length === 0 ? `${place} has no directories` : `${place} has ${listed(there)}`;
  return rule("error", "source-directory-missing", `${component.field}.source_dir`, {
    message: `there is no directory ${directory}`,
    hint,
  });
}

/** Only of a repository that is the spec's own: of another one its top says nothing. */
export function rootBelow(below: string): Problem {
  return rule("notice", "source-root-below", "", {
    message: `directories are taken relative to ${below}, App Platform takes the repository's top`,
    hint: `write source_dir: ${below} if the spec is of this directory`,
  });
}

export function cloneFailed(component: SourcedComponent, named: NamedSource, failure: CloneFailure): Problem {
  if (failure.reason === "no-such-branch") {
    return rule("error", "source-branch-missing", component.field, {
      message: `${named.url} has no branch ${named.branch ?? ""}`,
      hint: `it has ${listed(failure.branches)}`,
    });
  }
  return rule("error", "source-unreachable", component.field, {
    message: `${named.url} could not be cloned: ${failure.message}`,
    hint: "it is not a remote of this checkout; add it as one if this is its code, or give git access to it",
  });
}

export function cloneIsOld(component: SourcedComponent, named: NamedSource, reason: string): Problem {
  return rule("warning", "source-not-refreshed", component.field, {
    message: `${named.url} could not be fetched, so the copy of last time is used: ${reason}`,
    hint: "",
  });
}

export function missingSubmodules(tree: SourceTree): Problem[] {
  return tree.missingSubmodules.map((path) =>
    rule("warning", "submodule-missing", "", {
      message: `the submodule ${path} is not checked out, so its files are missing`,
      hint: "git submodule update --init --recursive",
    }),
  );
}

function rule(
  severity: Severity,
  name: string,
  field: string,
  text: { message: string; hint: string },
): Problem {
  return { layer: "rule", severity, rule: name, field, ...text };
}

function deepestParent(directory: string, files: readonly string[]): string {
  const parts = directory.split("/");
  for (let length = parts.length - 1; length > 0; length--) {
    const parent = parts.slice(0, length).join("/");
    if (files.some((file) => file.startsWith(`${parent}/`))) return parent;
  }
  return "";
}

function directoriesIn(parent: string, files: readonly string[]): string[] {
  const prefix = parent === "" ? "" : `${parent}/`;
  const below = files.filter((file) => file.startsWith(prefix)).map((file) => file.slice(prefix.length));
  return [...new Set(below.filter((file) => file.includes("/")).map((file) => file.split("/")[0] ?? ""))];
}

function listed(names: readonly string[]): string {
  const more = names.length - LISTED_AT_MOST;
  return names.slice(0, LISTED_AT_MOST).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
