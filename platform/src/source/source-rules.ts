import type { RuleText } from "../base/problem.ts";

/** What reading the sources of an app can find. */
export const sourceRules: readonly RuleText[] = [
  {
    name: "source-directory-outside",
    severity: "error",
    what: "A source_dir leads out of the repository",
    why: "A component is built from what its repository holds and nothing else.",
    fix: "name a directory relative to the repository's top",
  },
  {
    name: "source-directory-missing",
    severity: "error",
    what: "A source_dir is no directory of the source",
    why: "The component is built from that directory, and what git ignores does not count as there.",
    fix: "name a directory that the source has",
  },
  {
    name: "source-branch-missing",
    severity: "error",
    what: "A repository does not have the branch that a component names",
    why: "A repository other than this checkout is cloned at that branch and at no other.",
    fix: "name a branch that the repository has",
  },
  {
    name: "source-unreachable",
    severity: "error",
    what: "A repository that a component names cannot be cloned",
    why: "The component's code is not in this checkout, so there is nothing to build it from.",
    fix: "add the repository as a remote if this checkout is its code, or give git access to it",
  },
  {
    name: "source-not-refreshed",
    severity: "warning",
    what: "A repository that was cloned before cannot be fetched again",
    why: "The copy of last time is used, which may lack newer commits.",
    fix: "give git access to the repository",
  },
  {
    name: "submodule-missing",
    severity: "warning",
    what: "A submodule is not checked out",
    why: "Its files are missing from the source, and so from the build.",
    fix: "run git submodule update --init --recursive",
  },
  {
    name: "source-root-above",
    severity: "notice",
    what: "Directories are taken relative to a directory above the given one",
    why: "What the spec names does not exist below the given directory, only further up in its repository.",
    fix: "give the directory that the spec's directories are relative to",
  },
  {
    name: "source-root-below",
    severity: "notice",
    what: "Directories are taken relative to the given directory, which is not the repository's top",
    why: "App Platform knows the whole repository only, so there the same spec builds something else.",
    fix: "write the directory as source_dir, or give the repository's top",
  },
  {
    name: "source-is-this-checkout",
    severity: "notice",
    what: "A repository that is no remote of this checkout is taken to be it",
    why: "A checkout that was renamed, forked or made from a template is still what you asked to run.",
    fix: "add the repository as a remote if this checkout is its code",
  },
  {
    name: "branch-of-this-checkout",
    severity: "notice",
    what: "A component names another branch than this checkout is on",
    why: "The checkout runs as it is, while App Platform takes the branch of the spec.",
    fix: "check that branch out if it is what should run",
  },
];
