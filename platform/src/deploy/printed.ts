import { lastLines } from "./exit-text.ts";

/** What a program that failed had printed last, and what to do about it where the text is known. */
export interface Printed {
  readonly lastLines: readonly string[];
  /** "" if nothing is known. */
  readonly hint: string;
}

const MISSING_MODULE = /^(?:ModuleNotFoundError|ImportError): No module named '?([A-Za-z_]+)/;

/** Modules that Python dropped, by the first version without them (PEP 632, PEP 594). */
const DROPPED: readonly (readonly [version: string, before: string, modules: readonly string[]])[] = [
  ["3.12", "3.11", ["asynchat", "asyncore", "distutils", "imp", "smtpd"]],
  [
    "3.13",
    "3.12",
    [
      ...["aifc", "audioop", "cgi", "cgitb", "chunk", "crypt", "imghdr", "lib2to3", "mailcap", "msilib"],
      ...["nis", "nntplib", "ossaudiodev", "pipes", "sndhdr", "spwd", "sunau", "telnetlib", "uu", "xdrlib"],
    ],
  ],
];

export async function printedTo(logFile: string): Promise<Printed> {
  const lines = await lastLines(logFile);
  return { lastLines: lines, hint: hintIn(lines) };
}

/** A program written for an older Python, or an older setuptools, says so in words that name neither. */
export function hintIn(lines: readonly string[]): string {
  const module = lines.findLast((line) => MISSING_MODULE.test(line.trim()))?.trim();
  const name = (module && MISSING_MODULE.exec(module)?.[1]) ?? "";
  if (name === "pkg_resources")
    return "setuptools has no pkg_resources since version 81; add the line setuptools<81 to the requirements";
  const dropped = DROPPED.find(([, , modules]) => modules.includes(name));
  if (!dropped) return "";
  const [version, before] = dropped;
  return `Python ${version} and newer have no ${name}; a line ${before} in .python-version chooses an older one`;
}
