interface ProgressProps {
  readonly done: number;
  readonly total: number;
  /** What is progressing. */
  readonly label: string;
  /** Whether "k of n" stands beside the bar. */
  readonly counted?: boolean;
}

/** k of n, as a bar and in numbers. */
export function Progress({ done, total, label, counted = true }: ProgressProps) {
  return (
    <span className="progress">
      <progress value={done} max={Math.max(1, total)} aria-label={label} />
      {counted && (
        <span className="progress__count">
          {done} of {total}
        </span>
      )}
    </span>
  );
}
