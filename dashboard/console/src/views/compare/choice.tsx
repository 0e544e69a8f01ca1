import { useState } from "react";
import { useLocation, useSearchParams } from "wouter";
import type { MeasurementSummary } from "../../../../src/api/shapes/measuring.ts";
import type { Site } from "../../../../src/api/shapes/sites.ts";
import { profiles, type Profile } from "../../../../src/papers/metric.ts";
import { formatValue } from "../../../../src/judging/format-value.ts";
import { Button } from "../../components/button.tsx";
import { Empty } from "../../components/empty.tsx";
import { SelectField } from "../../components/field.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
import { formatMoment } from "../../format/moment.ts";
import { profileWords } from "../../format/words.ts";
import { useMeasurements } from "../../queries/measurements.ts";
import { useSites } from "../../queries/sites.ts";
import { SideMark } from "./side-mark.tsx";

/** Chooses two measurements: of one page, or of two. */
export function Choice() {
  const sites = useSites();
  const [params] = useSearchParams();
  const [, navigate] = useLocation();
  const [a, setA] = useState(params.get("a") ?? "");
  const [b, setB] = useState(params.get("b") ?? "");
  return (
    <Loaded query={sites} skeleton={<SkeletonRows rows={6} />}>
      {(list) =>
        list.length === 0 ? (
          <Empty title="There is no site to compare yet" />
        ) : (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (a !== "" && b !== "") navigate(`/compare?a=${a}&b=${b}`);
            }}
          >
            <div className="sides">
              <SideChoice name="A" words="before" sites={list} value={a} onChange={setA} />
              <SideChoice name="B" words="after" sites={list} value={b} onChange={setB} />
            </div>
            <div className="centre">
              <Button look="primary" type="submit" disabled={a === "" || b === "" || a === b}>
                Compare
              </Button>
            </div>
          </form>
        )
      }
    </Loaded>
  );
}

interface SideChoiceProps {
  readonly name: "A" | "B";
  readonly words: string;
  readonly sites: readonly Site[];
  readonly value: string;
  readonly onChange: (measurementId: string) => void;
}

function SideChoice({ name, words, sites, value, onChange }: SideChoiceProps) {
  const pages = sites.flatMap((site) =>
    site.pages.map((page) => ({ value: page.id, label: `${site.name}, ${page.label}` })),
  );
  const [pageId, setPageId] = useState(pages[0]?.value ?? "");
  const [profile, setProfile] = useState<Profile>("mobile");
  const own = useMeasurements(pageId, profile);
  const withResult = (own.data ?? []).filter(({ performance }) => performance !== null);
  const chooseFrom =
    <T,>(set: (next: T) => void) =>
    (next: T) => {
      set(next);
      onChange("");
    };
  return (
    <section className={`panel side side--${name.toLowerCase()}`} aria-label={`Side ${name}, ${words}`}>
      <h2>
        <SideMark side={name} /> {name}, {words}
      </h2>
      <SelectField label="Page" value={pageId} options={pages} onChange={chooseFrom(setPageId)} />
      <SelectField
        label="Profile"
        value={profile}
        options={profiles.map((of) => ({ value: of, label: profileWords[of] }))}
        onChange={chooseFrom(setProfile)}
      />
      <SelectField
        label="Measurement"
        value={withResult.some(({ id }) => id === value) ? value : ""}
        options={[
          { value: "", label: withResult.length === 0 ? "None has a result" : "Choose one" },
          ...withResult.map(optionOf),
        ]}
        onChange={onChange}
      />
    </section>
  );
}

function optionOf({ id, createdAt, performance }: MeasurementSummary) {
  const score = performance === null ? "" : `, score ${formatValue("performance", performance)}`;
  return { value: id, label: formatMoment(createdAt) + score };
}
