/** What the sources of an app hold; everything `check` and `plan` may know of them. Plain JSON. */
export interface Facts {
  /** By source id. */
  readonly sources: Readonly<Record<string, SourceFacts>>;
  /** By component name (services, static sites, workers, jobs that have a source). */
  readonly components: Readonly<Record<string, ComponentFacts>>;
}

export interface SourceFacts {
  /** `checkout`, or a hash of clone URL and branch. */
  readonly id: string;
  readonly kind: "checkout" | "clone";
  /** Absolute directory on this machine. */
  readonly root: string;
  /** Full hash of HEAD; null without git. */
  readonly commit: string | null;
  readonly branch: string | null;
  /** True if the checkout differs from its commit. */
  readonly dirty: boolean;
  /** Files taken, relative to the root, sorted; never git-ignored ones. */
  readonly files: readonly string[];
}

export interface ComponentFacts {
  readonly component: string;
  readonly source: string;
  /** Normalised `source_dir`: no leading or trailing slash, "" for the root. */
  readonly directory: string;
  readonly directoryExists: boolean;
  /** Hash of the files a build of this component can see, 64 hex digits. */
  readonly treeHash: string;
  /** True if manifests or commands name files outside of the directory; `treeHash` then covers the whole source. */
  readonly reachesOutside: boolean;
  /** Names right below the directory; directories end in "/". */
  readonly entries: readonly string[];
  /** Texts of the files that decide builds, by path relative to the directory: package.json, lockfile names with "" text, Procfile, runtime.txt, … */
  readonly texts: Readonly<Record<string, string>>;
  /** manage.py of a Django project within three levels, relative to the directory; null if none. */
  readonly managePy: string | null;
}

/**
 * A directory as the spec writes it (`/`, `.`, `./x`, `/x/`, `x`) as a relative path without slashes at its ends,
 * "" for the root; null if it leads out of the source.
 */
export function normaliseDirectory(text: string | undefined): string | null {
  const parts: string[] = [];
  for (const part of (text ?? "").trim().split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join("/");
}
