/** A repository and branch as a component of the spec names them. */
export interface NamedSource {
  /** URL to clone from. */
  readonly url: string;
  /** Null: the repository's default branch. */
  readonly branch: string | null;
  /** Equal for all spellings of one repository: `github.com/owner/name`. */
  readonly identity: string;
}

/** The part of a component that says where its source is. */
export interface SourceFields {
  readonly git?:
    { readonly repo_clone_url?: string | undefined; readonly branch?: string | undefined } | undefined;
  readonly github?: HostedFields | undefined;
  readonly gitlab?: HostedFields | undefined;
  readonly bitbucket?: HostedFields | undefined;
}

interface HostedFields {
  readonly repo?: string | undefined;
  readonly branch?: string | undefined;
}

/** The repository a component names, or null if it names none (an image, or nothing at all). */
export function sourceOf(component: SourceFields): NamedSource | null {
  const hosted =
    hostedAt("github.com", component.github) ??
    hostedAt("gitlab.com", component.gitlab) ??
    hostedAt("bitbucket.org", component.bitbucket);
  if (hosted) return hosted;
  const url = component.git?.repo_clone_url;
  return url ? { url, branch: component.git.branch ?? null, identity: identityOf(url) } : null;
}

/**
 * One text for all spellings of a repository: https, ssh and scp-like URLs, user names, ports, `.git`, case
 * and trailing slashes make no difference. A path stays a path.
 */
export function identityOf(url: string): string {
  const text = url
    .trim()
    .replace(/\/+$/, "")
    .replace(/\.git$/i, "");
  const withScheme = /^(?:https?|ssh|git|git\+ssh):\/\/(?:[^@/]+@)?([^/:]+)(?::\d+)?\/+(.+)$/i.exec(text);
  const scpLike = /^(?:[^@/\s]+@)?([^/:\s]{2,}):(?!\/\/)\/*(.+)$/.exec(text);
  const match = withScheme ?? scpLike;
  if (!match) return text.replace(/^file:\/\//, "");
  const [, host = "", path = ""] = match;
  return `${host}/${path}`.toLowerCase().replace(/^ssh\.github\.com\//, "github.com/");
}

function hostedAt(host: string, fields: HostedFields | undefined): NamedSource | null {
  if (!fields?.repo) return null;
  const repo = fields.repo
    .trim()
    .replace(/^\/+|\/+$/g, "")
    .replace(/\.git$/i, "");
  // Some write the whole URL where only owner/name belongs.
  const url = repo.includes("://") ? repo : `https://${host}/${repo}.git`;
  return { url, branch: fields.branch ?? null, identity: identityOf(url) };
}
