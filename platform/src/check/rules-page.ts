import type { RuleText } from "../base/problem.ts";
import { parseRules, printSpec, specRules, type AppSpec } from "../spec/index.ts";
import { rules } from "./rules.ts";

const heading = `# Rules of \`ashore check\`

Made from the rules by \`npm run generate\`; do not edit. Each is silenced by its name in \`.do/ashore.yaml\`, with a reason:
\`silence: { health-check-missing: the proxy before it checks }\`. Errors cannot be silenced: they are what App Platform
would refuse or what cannot work. Those that only name a limit of this version can (\`needs-docker\`, \`engine-not-run\`,
\`language-not-built\`, \`bun-not-built\`), which lets a check pass, but no \`up\`. What a rule finds may be less grave
than the severity that stands here.`;

/**
 * The page that lists every rule, with examples, as Markdown.
 * @param others rules of the rooms that read sources and plan, by title
 */
export function rulesPage(others: Readonly<Record<string, readonly RuleText[]>>): string {
  const parts = [
    heading,
    ...section("The text of the spec", parseRules.map(about)),
    ...section(
      "The spec",
      specRules.map((rule) =>
        [about(rule), ...examples({ spec: rule.failing }, { spec: rule.passing })].join("\n\n"),
      ),
    ),
    ...section(
      "The spec and its sources",
      rules.map((rule) => [about(rule), ...examples(rule.failing, rule.passing)].join("\n\n")),
    ),
    ...Object.entries(others).flatMap(([title, texts]) => section(title, texts.filter(isNew).map(about))),
  ];
  return `${parts.join("\n\n")}\n`;
}

function isNew({ name }: RuleText): boolean {
  return !rules.some((rule) => rule.name === name);
}

function section(title: string, rules: readonly string[]): string[] {
  return [`## ${title}`, ...rules];
}

function about({ name, severity, what, why, fix }: RuleText): string {
  return `### ${name}\n\n${what} (${severity}). ${why} To do: ${fix}.`;
}

interface Shown {
  readonly spec: AppSpec;
  readonly files?: Readonly<Record<string, string>>;
}

function examples(failing: Shown, passing: Shown): string[] {
  return ["Found in:", ...shown(failing), "Right:", ...shown(passing)];
}

function shown({ spec, files = {} }: Shown): string[] {
  const written = Object.entries(files).map(([path, text]) => `\`${path}\`\n\n${fenced("", text)}`);
  return [fenced("yaml", printSpec(spec, "yaml")), ...written];
}

function fenced(language: string, text: string): string {
  const body = text.trimEnd();
  return body === "" ? "(empty)" : `\`\`\`${language}\n${body}\n\`\`\``;
}
