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
  /** What stands in its code. */
  readonly code: CodeFacts;
}

/** What was found in the code of a source, without running any of it. Comments and tests are not looked at. */
export interface CodeFacts {
  /** Number of files that were read. */
  readonly read: number;
  /** Number of files that were not, since enough had been read. */
  readonly unread: number;
  /** In the order of their files, then of their places. */
  readonly mentions: readonly Mention[];
  /** Packages that the code requires and that are installed beside it, by name. */
  readonly packages: Readonly<Record<string, PackageFacts>>;
}

/** Of a source whose code was not looked at. */
export const noCode: CodeFacts = { read: 0, unread: 0, mentions: [], packages: {} };

/** Something that a line of code names. */
export interface Mention {
  readonly kind: MentionKind;
  readonly name: string;
  /** What stands beside the name, by its kind; null if nothing does. */
  readonly value: string | null;
  /** Relative to the root of the source. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * `env`: a variable that is read, "" for all of them at once; its value is the fallback, "" if that is no literal.
 * `require`, `import`: a package (not a relative file), built-in ones as `node:fs`; its value is the path inside the
 * package, or in Python what is taken of it.
 * `listen`: a port in digits, or "" if it is none; its value is the host, null without one.
 * `route`: a path that a web framework is told to answer. `page`: one that a router in the browser is
 * told to show, "" for a router that keeps paths behind a `#`.
 * `setting`: an upper-case name that a Python module assigns (in a branch: column above 1) with the right side of that
 * line, an item of Django's lists of apps and middleware, a database's `ENGINE`, Prisma's `provider`, multer's `dest`.
 * `model`: a table of an ORM's schema. `table`: a table that a migration creates or names anew.
 * `pool`: the most connections of a database pool, in digits; its name is the option's.
 */
export type MentionKind =
  "env" | "require" | "import" | "listen" | "route" | "page" | "setting" | "model" | "table" | "pool";

export interface PackageFacts {
  /** True if its own package.json offers it to `import` alone. */
  readonly isEsmOnly: boolean;
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
