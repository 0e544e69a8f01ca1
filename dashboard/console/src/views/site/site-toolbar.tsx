import type { Profile } from "../../../../src/papers/metric.ts";
import type { Site } from "../../../../src/api/shapes/sites.ts";
import { SelectField } from "../../components/field.tsx";
import { Segmented } from "../../components/segmented.tsx";
import { profileWords } from "../../format/words.ts";
import { describeRange, ranges, type Range } from "../../url-state/range.ts";
import type { TrendState } from "../../url-state/trend-state.ts";

interface SiteToolbarProps {
  readonly site: Site;
  readonly shown: { readonly pageId: string | null; readonly profile: Profile; readonly range: Range };
  readonly onChange: (change: Partial<TrendState>) => void;
}

/** Page, profile and range of everything below it. */
export function SiteToolbar({ site, shown, onChange }: SiteToolbarProps) {
  return (
    <div className="toolbar toolbar--sticky">
      <SelectField
        label="Page"
        value={shown.pageId ?? ""}
        options={site.pages.map(({ id, label, enabled }) => ({
          value: id,
          label: enabled ? label : `${label} (paused)`,
        }))}
        onChange={(page) => onChange({ page })}
      />
      <Segmented
        legend="Profile"
        value={shown.profile}
        options={site.profiles.map((value) => ({ value, label: profileWords[value] }))}
        onChange={(profile) => onChange({ profile })}
      />
      <Segmented
        legend="Range"
        value={shown.range}
        options={ranges.map((value) => ({ value, label: describeRange(value).label }))}
        onChange={(range) => onChange({ range })}
      />
    </div>
  );
}
