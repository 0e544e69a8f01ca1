import { describeApp, fieldTable } from "./field-table.ts";
import type { FieldInfo } from "./field-table.ts";
import { withoutIndexes } from "./parse/field-path.ts";
import { suggest } from "./suggest.ts";

export type Explanation =
  | { readonly found: true; readonly field: FieldInfo }
  | { readonly found: false; readonly path: string; readonly didYouMean: readonly string[] };

const mostSuggestions = 5;

/**
 * Explains the field at a path such as `services.health_check.http_path`; indexes and `[]` may stand in it. The empty
 * path is the spec as a whole; the end of a path does where only one field has it. An unknown path gets the ones it is
 * close to.
 */
export function explainField(path: string): Explanation {
  const wanted = withoutIndexes(path.trim()).toLowerCase();
  if (wanted === "") return { found: true, field: describeApp() };
  const fields = fieldTable();
  const exact = fields.find((each) => withoutIndexes(each.path) === wanted);
  const [only, ...others] = fields.filter((each) => withoutIndexes(each.path).endsWith(`.${wanted}`));
  const field = exact ?? (others.length === 0 ? only : undefined);
  if (field) return { found: true, field };
  const paths = fields.map((each) => withoutIndexes(each.path));
  return { found: false, path, didYouMean: closestPaths(wanted, paths).slice(0, mostSuggestions) };
}

/** Fields of that name first, then the longest known beginning with a corrected rest, then similar names anywhere. */
function closestPaths(wanted: string, paths: readonly string[]): readonly string[] {
  const leaf = leafOf(wanted);
  const same = paths.filter((path) => path.endsWith(`.${wanted}`) || leafOf(path) === leaf);
  if (same.length > 0) return same;
  const leaves = suggest(leaf, paths.map(leafOf));
  const around = wanted.slice(0, Math.max(0, wanted.length - leaf.length - 1));
  const similar = paths.filter((path) => leaves.includes(leafOf(path)));
  const siblings = similar.filter(
    (path) => path === (around === "" ? leafOf(path) : `${around}.${leafOf(path)}`),
  );
  if (siblings.length > 0) return siblings;
  const spelled = suggest(wanted, paths);
  return spelled.length > 0 ? spelled : similar;
}

function leafOf(path: string): string {
  return path.split(".").at(-1) ?? path;
}
