import { commandOf, type SourcedEntry } from "../rule.ts";

const CODE = /\.(?:[cm]?[jt]sx?|py|go)$/;

/** True if files of variables are part of a source, which the program may load. */
export function hasDotenv(files: readonly string[]): boolean {
  return files.some((file) =>
    /(?:^|\/)\.env(?:\.(?!example|sample|template|dist|tests?$|ci$)[\w.]+)?$/.test(file),
  );
}

/** True if a command, a script or another file that decides the build names the variable. */
export function isNamedIn(entry: SourcedEntry, name: string): boolean {
  const { component, facts } = entry;
  const texts = Object.entries(facts.texts).flatMap(([file, text]) => (CODE.test(file) ? [] : [text]));
  const commands = [commandOf(entry) ?? "", component.build_command ?? ""];
  return [...commands, ...texts].some((text) => new RegExp(`\\b${name}\\b`).test(text));
}
