import { LineCounter, parseAllDocuments } from "yaml";
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
  const documents = parseAllDocuments(text, {
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
  if (broken) return { tree: null, faults: [syntaxFault(broken.message, positionOf(broken.pos[0]))] };
  const { tree, faults } = buildTree(document, positionOf);
  if (second) faults.push(laterDocumentFault(positionOf(second.range[0])));
  return { tree: faults.some((fault) => fault.severity === "error") ? null : tree, faults };
}

function syntaxFault(message: string, at: Position): TextFault {
  const [firstLine = ""] = message.split("\n");
  return {
    rule: "yaml-syntax",
    severity: "error",
    key: "",
    message: firstLine.replace(/ at line \d+, column \d+:?$/, ""),
    hint: "",
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
