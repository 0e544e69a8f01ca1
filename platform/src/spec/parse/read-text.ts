import { LineCounter, parseAllDocuments } from "yaml";
import type { YAMLError } from "yaml";
import type { Position } from "../../base/problem.ts";
import { buildTree } from "./build-tree.ts";
import type { TextFault, Tree } from "./tree.ts";

const start: Position = { line: 1, column: 1 };
const emptyTree: Tree = { kind: "scalar", source: "", value: null, at: start };

export interface ReadText {
  /** Null if the text is broken. */
  readonly tree: Tree | null;
  readonly faults: readonly TextFault[];
}

/** Reads YAML or JSON as doctl does: the first document, the last of duplicate keys, merges in order. */
export function readText(text: string): ReadText {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text.replace(/^\uFEFF/, ""), {
    // Every scalar stays text here; `resolvePlain` decides what it is.
    schema: "failsafe",
    uniqueKeys: false,
    strict: false,
    logLevel: "silent",
    lineCounter: lines,
  });
  const [document, second] = "empty" in documents ? [] : documents;
  if (!document) return { tree: emptyTree, faults: [] };
  const positionOf = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const broken = document.errors[0];
  if (broken) return { tree: null, faults: [syntaxFault(broken, positionOf(broken.pos[0]))] };
  const { tree, faults } = buildTree(document, positionOf);
  if (second) faults.push(laterDocumentFault(positionOf(second.range[0])));
  return { tree: faults.some((fault) => fault.severity === "error") ? null : tree, faults };
}

const hints: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: "indent with spaces",
  BLOCK_AS_IMPLICIT_KEY: "put the value in quotes, as it holds a colon",
  BAD_SCALAR_START: "put the value in quotes",
  BAD_INDENT: "indent it as the lines around it",
};

function syntaxFault({ code, message }: YAMLError, at: Position): TextFault {
  const [firstLine = ""] = message.split("\n");
  const text = firstLine.replace(/ at line \d+, column \d+:?$/, "");
  const isTooDeep = text.startsWith("Maximum call stack");
  return {
    rule: "yaml-syntax",
    severity: "error",
    key: "",
    message: isTooDeep ? "it nests too deeply" : text.charAt(0).toLowerCase() + text.slice(1),
    hint: hints[code] ?? "",
    at,
  };
}

function laterDocumentFault(at: Position): TextFault {
  return {
    rule: "several-documents",
    severity: "warning",
    key: "",
    message: "the file holds more than one document and only the first one is read",
    hint: "remove the `---` in between and what does not belong to the spec",
    at,
  };
}
