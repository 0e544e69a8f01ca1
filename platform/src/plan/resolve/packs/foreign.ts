/** A language that this version does not build, by what its projects have at their top. */
interface ForeignLanguage {
  readonly name: string;
  readonly mark: RegExp;
  /** True if a Node, Python or Go project may well have such a file on the side. */
  readonly isSide: boolean;
}

const LANGUAGES: readonly ForeignLanguage[] = [
  { name: "Ruby", mark: /^(?:Gemfile|config\.ru)$/, isSide: false },
  { name: "PHP", mark: /^composer\.json$/, isSide: false },
  { name: "Elixir", mark: /^mix\.exs$/, isSide: false },
  { name: "Java", mark: /^(?:pom\.xml|build\.gradle(?:\.kts)?)$/, isSide: false },
  { name: ".NET", mark: /\.(?:sln|slnx|csproj|fsproj|vbproj)$/, isSide: false },
  { name: "Hugo", mark: /^hugo\.(?:toml|ya?ml|json)$/, isSide: false },
  { name: "PHP", mark: /^index\.php$/, isSide: true },
  { name: "Rust", mark: /^Cargo\.toml$/, isSide: true },
  { name: "Deno", mark: /^deno\.jsonc?$/, isSide: true },
];

const HUGO_CONFIG = /^config\.(?:toml|ya?ml|json)$/;
const HUGO_DIRECTORIES = ["archetypes/", "content/", "layouts/", "themes/"];

/** The language of a directory that we cannot build, or null. `isSupported`: a language we build is there too. */
export function foreignLanguage(entries: readonly string[], isSupported: boolean): string | null {
  const found = LANGUAGES.find(
    ({ mark, isSide }) => !(isSide && isSupported) && entries.some((entry) => mark.test(entry)),
  );
  if (found) return found.name;
  const isHugo = entries.some((entry) => HUGO_CONFIG.test(entry)) && hasTwo(entries, HUGO_DIRECTORIES);
  return isHugo && !isSupported ? "Hugo" : null;
}

function hasTwo(entries: readonly string[], names: readonly string[]): boolean {
  return names.filter((name) => entries.includes(name)).length >= 2;
}
