import { startOf, type Extractor } from "./extractor.ts";

/** A statement of a module, or one below it that assigns. */
const STATEMENT =
  /^(?<indent>[ \t]*)(?:(?<word>[a-z@]\w*)|(?<name>[A-Z][A-Z0-9_]+)[ \t]*(?::[^=\n]*)?=(?!=)(?<value>[^\n]*))/dgm;
const BRANCH = /^(?:if|elif|else|try|except|finally|with|match|for)$/;
const LIST =
  /^[ \t]*(?<name>[A-Z_]*(?:APPS|MIDDLEWARE|MIDDLEWARE_CLASSES))(?:[ \t]*\+?=[ \t]*[[(]|\.(?:append|insert|extend)\()(?<items>[^\])]*)/gm;
const ENGINE = /["'](?<name>ENGINE)["'](?:\][ \t]*=|[ \t]*:)[ \t]*["'](?<value>[\w.]+)["']/dg;

/**
 * What a Python module assigns to names in capitals, also in its branches (those stand not in column 1); each item of
 * Django's lists of apps and middleware; and the engines of its databases.
 */
export const settings: Extractor = function* (code) {
  yield* assigned(code);
  for (const { index, groups, 0: text } of code.matchAll(LIST)) {
    const { name = "", items = "" } = groups ?? {};
    const start = index + text.length - items.length;
    for (const item of items.matchAll(/["']([\w.]+)["']/g)) {
      yield { kind: "setting", name, value: item[1] ?? "", at: start + item.index + 1 };
    }
  }
  for (const match of code.matchAll(ENGINE)) {
    const { name = "", value = "" } = match.groups ?? {};
    yield { kind: "setting", name, value, at: startOf(match, "name") };
  }
};

const assigned: Extractor = function* (code) {
  let isModule = true;
  for (const match of code.matchAll(STATEMENT)) {
    const { indent, word, name, value = "" } = match.groups ?? {};
    if (indent === "") isModule = word === undefined || BRANCH.test(word);
    if (name === undefined || !isModule) continue;
    yield { kind: "setting", name, value: value.trim(), at: startOf(match, "name") };
  }
};
