import type { ReactNode } from "react";
import type { UseQueryResult } from "@tanstack/react-query";
import { ApiError } from "../http.ts";
import { Button, LinkButton } from "./button.tsx";
import { Icon } from "./icon.tsx";

interface LoadedProps<T> {
  readonly query: UseQueryResult<T>;
  /** Takes the place of what is to come, in about its size. */
  readonly skeleton: ReactNode;
  readonly children: (data: T) => ReactNode;
}

/** What a query answers: the skeleton before, a way out when it failed, and a hint when it could not be renewed. */
export function Loaded<T>({ query, skeleton, children }: LoadedProps<T>) {
  const { data, error } = query;
  const again = () => void query.refetch();
  if (data === undefined) {
    if (error !== null) return <Failed error={error} busy={query.isFetching} onAgain={again} />;
    return (
      <div aria-busy="true" className="loading">
        {skeleton}
      </div>
    );
  }
  return (
    <>
      {error !== null && <Stale error={error} busy={query.isFetching} onAgain={again} />}
      {children(data)}
    </>
  );
}

interface FailedProps {
  readonly error: Error;
  readonly busy: boolean;
  readonly onAgain: () => void;
}

export function Failed({ error, busy, onAgain }: FailedProps) {
  const isGone = error instanceof ApiError && error.status === 404;
  return (
    <div className="empty" role="alert">
      <Icon name="alert" />
      <p className="empty__title">{isGone ? "There is nothing here" : "This could not be loaded"}</p>
      <p>{error.message}</p>
      {isGone ? (
        <LinkButton href="/">To the overview</LinkButton>
      ) : (
        <Button busy={busy} onClick={onAgain}>
          Try again
        </Button>
      )}
    </div>
  );
}

function Stale({ error, busy, onAgain }: FailedProps) {
  return (
    <div className="banner banner--warn" role="status">
      <Icon name="alert" />
      <span>What you see may be old: {error.message}</span>
      <Button busy={busy} onClick={onAgain}>
        Try again
      </Button>
    </div>
  );
}
