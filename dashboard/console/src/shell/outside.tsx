import { lazy, Suspense } from "react";
import { Route, Switch } from "wouter";
import { ThemeSwitch } from "../components/theme-switch.tsx";
import { ViewBoundary } from "./view-boundary.tsx";
import { Brand } from "./brand.tsx";

const SignIn = lazy(() => import("../views/sign-in.tsx"));
const Welcome = lazy(() => import("../views/welcome.tsx"));

/** What is seen before sign-in. */
export function Outside() {
  return (
    <main className="outside">
      <Brand />
      <ViewBoundary at="outside">
        <Suspense fallback={<div className="panel outside__card" aria-busy="true" />}>
          <Switch>
            <Route path="/welcome" component={Welcome} />
            <Route component={SignIn} />
          </Switch>
        </Suspense>
      </ViewBoundary>
      <ThemeSwitch />
    </main>
  );
}
