import { Link } from "wouter";
import type { Comparison } from "../../../../src/api/shapes/judging.ts";
import { AbsoluteMoment, Moment } from "../../components/moment.tsx";
import { profileWords } from "../../format/words.ts";
import { SideMark } from "./side-mark.tsx";

/** What is compared with what. */
export function Sides({ comparison: { a, b } }: { readonly comparison: Comparison }) {
  return (
    <div className="sides">
      <Side name="A" words="before" side={a} />
      <Side name="B" words="after" side={b} />
    </div>
  );
}

interface SideProps {
  readonly name: "A" | "B";
  readonly words: string;
  readonly side: Comparison["a"];
}

function Side({ name, words, side }: SideProps) {
  const { site, page, url, profile, measuredAt, measurementId, lighthouseVersion, chromiumVersion } = side;
  return (
    <section className={`panel side side--${name.toLowerCase()}`} aria-label={`Side ${name}, ${words}`}>
      <h2>
        <SideMark side={name} /> {name}, {words}
      </h2>
      <p>
        <Link href={`/measurements/${measurementId}`}>
          {site}, {page}
        </Link>{" "}
        · {profileWords[profile]}
      </p>
      <p className="muted side__url">{url}</p>
      <p className="muted">
        <AbsoluteMoment at={measuredAt} /> (<Moment at={measuredAt} />)
      </p>
      <p className="muted">
        {lighthouseVersion !== null && `Lighthouse ${lighthouseVersion}`}
        {chromiumVersion !== null && ` · Chromium ${chromiumVersion}`}
      </p>
    </section>
  );
}
