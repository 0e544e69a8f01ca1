import { SelectField, type Option } from "../../components/field.tsx";
import { Icon } from "../../components/icon.tsx";
import { Segmented } from "../../components/segmented.tsx";
import { profiles } from "../../../../src/papers/metric.ts";
import { profileWords } from "../../format/words.ts";
import {
  directions,
  shownSites,
  sortColumns,
  type OverviewState,
  type ShownSites,
} from "../../url-state/overview-state.ts";
import { columnLabels } from "./columns.ts";

interface OverviewToolbarProps {
  readonly state: OverviewState;
  readonly onChange: (change: Partial<OverviewState>) => void;
  /** Cards have no heads to sort by. */
  readonly sortable: boolean;
}

const shownWords: Readonly<Record<ShownSites, string>> = {
  all: "All sites",
  problems: "With problems",
  running: "Being measured",
  poor: "Poor score",
};

export function OverviewToolbar({ state, onChange, sortable }: OverviewToolbarProps) {
  return (
    <div className="toolbar">
      <label className="search">
        <span className="visually-hidden">Filter by name or address</span>
        <Icon name="search" />
        <input
          type="search"
          className="input"
          placeholder="Filter sites"
          value={state.q}
          onChange={(event) => onChange({ q: event.target.value })}
        />
      </label>
      <SelectField
        label="Show"
        value={state.show}
        options={shownSites.map((value) => ({ value, label: shownWords[value] }))}
        onChange={(show) => onChange({ show })}
      />
      {sortable && (
        <SelectField
          label="Sort by"
          value={sortOption(state)}
          options={sortOptions(state)}
          onChange={(value) => onChange(parseSort(value))}
        />
      )}
      <Segmented
        legend="Profile of the metrics"
        value={state.profile}
        options={profiles.map((value) => ({ value, label: profileWords[value] }))}
        onChange={(profile) => onChange({ profile })}
      />
    </div>
  );
}

function sortOption({ sort, dir }: OverviewState): string {
  return `${sort} ${dir}`;
}

function sortOptions(state: OverviewState): readonly Option<string>[] {
  return sortColumns.flatMap((sort) =>
    directions.map((dir) => ({
      value: sortOption({ ...state, sort, dir }),
      label: `${columnLabels[sort]} ${dir === "asc" ? "↑" : "↓"}`,
    })),
  );
}

function parseSort(value: string): Partial<OverviewState> {
  const [sort, dir] = value.split(" ");
  return {
    sort: sortColumns.find((column) => column === sort) ?? "name",
    dir: directions.find((direction) => direction === dir) ?? "asc",
  };
}
