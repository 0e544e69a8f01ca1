import type { RuleText } from "../base/problem.ts";

/** What reading the text itself can find, before there is a spec that the rules could check. */
export const parseRules: readonly RuleText[] = [
  {
    name: "yaml-syntax",
    severity: "error",
    what: "The text is not valid YAML or JSON",
    why: "Nothing can be taken from a broken text, and doctl refuses it as well.",
    fix: "correct the text at the place that is named",
  },
  {
    name: "duplicate-key",
    severity: "warning",
    what: "A key stands twice in one section",
    why: "doctl takes the last one without a word, so what stands below the first one is lost.",
    fix: "remove one of them, or put what both hold in one place",
  },
  {
    name: "several-documents",
    severity: "warning",
    what: "The file holds more than one YAML document",
    why: "doctl reads the first document only, and so does Ashore.",
    fix: "remove the --- between them and what does not belong to the spec",
  },
  {
    name: "beside-wrapper",
    severity: "warning",
    what: "A field stands beside spec: instead of below it",
    why: "Where a file has its spec below spec:, as a deploy template has, nothing else in it is read.",
    fix: "move it below spec: or remove it",
  },
  {
    name: "wrong-type",
    severity: "error",
    what: "A value is of another type than its field",
    why: "doctl refuses the whole file for it.",
    fix: "write what the field takes: text, a number, true or false, a list, or fields of its own",
  },
  {
    name: "unknown-field",
    severity: "error",
    what: "A field does not exist where it stands",
    why: "doctl refuses the whole file for it, and other tools drop the field without a word.",
    fix: "correct its name, move it to where it belongs, or remove it",
  },
  {
    name: "key-case",
    severity: "notice",
    what: "The name of a field has capital letters",
    why: "doctl takes a name in any case, but editors and the documentation know it in lower case only.",
    fix: "write the name in lower case",
  },
  {
    name: "unquoted-text",
    severity: "warning",
    what: "A number or a boolean stands where text is wanted",
    why: "doctl refuses the whole file for it; Ashore takes the value as it is written.",
    fix: "put it in quotes",
  },
  {
    name: "value-case",
    severity: "warning",
    what: "A value differs only in its case from one that its field takes",
    why: "App Platform lists such values in one spelling and may refuse any other.",
    fix: "write it as it is listed",
  },
  {
    name: "unknown-value",
    severity: "error",
    what: "A value is none of those that its field takes",
    why: "App Platform has a meaning for the listed values only.",
    fix: "write one of the values that `ashore explain` lists for the field",
  },
  {
    name: "zero-value",
    severity: "notice",
    what: "A number is 0 although its field starts at 1 or more",
    why: "A zero is left out when the spec is sent, so the default counts.",
    fix: "leave the field out, or write a number that it takes",
  },
  {
    name: "unknown-to-doctl",
    severity: "warning",
    what: "A field is one that the API has and doctl does not know",
    why: "doctl refuses the whole file for it.",
    fix: "leave it out of files that doctl reads",
  },
];
