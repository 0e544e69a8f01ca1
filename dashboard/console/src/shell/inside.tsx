import { Suspense, useEffect, useState } from "react";
import { useLocation } from "wouter";
import { NavigatedProvider } from "../components/page-head.tsx";
import { SkeletonRows } from "../components/skeleton.tsx";
import { LiveProvider } from "../live/live-provider.tsx";
import { Header } from "./header.tsx";
import { Routes } from "./routes.tsx";
import { ViewBoundary } from "./view-boundary.tsx";

/** The console of someone who is signed in: header, and the view of the address. */
export function Inside() {
  const [path] = useLocation();
  const hasNavigated = useHasNavigated(path);
  return (
    <LiveProvider>
      <a className="skip-link" href="#main">
        Skip to the content
      </a>
      <Header path={path} />
      <main id="main" className="main" tabIndex={-1}>
        <NavigatedProvider value={hasNavigated}>
          <ViewBoundary at={path}>
            <Suspense fallback={<SkeletonRows rows={8} />}>
              <Routes />
            </Suspense>
          </ViewBoundary>
        </NavigatedProvider>
      </main>
    </LiveProvider>
  );
}

/** Whether another view was seen before this one. A new view begins at its top. */
function useHasNavigated(path: string): boolean {
  const [first] = useState(path);
  const [hasNavigated, setNavigated] = useState(false);
  if (path !== first && !hasNavigated) setNavigated(true);
  useEffect(() => {
    if (hasNavigated) window.scrollTo(0, 0);
  }, [path, hasNavigated]);
  return hasNavigated;
}
