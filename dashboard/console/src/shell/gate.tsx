import { Redirect, useLocation, useSearch } from "wouter";
import { Failed } from "../components/loaded.tsx";
import { useSession } from "../queries/session.ts";
import { Inside } from "./inside.tsx";
import { Outside } from "./outside.tsx";

const beforeSignIn: readonly string[] = ["/sign-in", "/welcome"];

/** Lets in who is signed in; everyone else sees the sign-in, and comes back to where they wanted to go. */
export function Gate() {
  const session = useSession();
  const [path] = useLocation();
  const search = useSearch();

  if (session.data === undefined) {
    if (session.error === null) return <div className="starting" aria-busy="true" />;
    return (
      <main className="outside">
        <Failed error={session.error} busy={session.isFetching} onAgain={() => void session.refetch()} />
      </main>
    );
  }
  if (beforeSignIn.includes(path)) return <Outside />;
  if (session.data.user !== null) return <Inside />;
  const wanted = path + (search === "" ? "" : `?${search}`);
  return (
    <Redirect to={wanted === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(wanted)}`} replace />
  );
}
