import { lazy } from "react";
import { Route, Switch } from "wouter";
import { Overview } from "../views/overview.tsx";

const NewSite = lazy(() => import("../views/new-site.tsx"));
const SiteView = lazy(() => import("../views/site.tsx"));
const SiteSettings = lazy(() => import("../views/site-settings.tsx"));
const MeasurementView = lazy(() => import("../views/measurement.tsx"));
const Compare = lazy(() => import("../views/compare.tsx"));
const Budgets = lazy(() => import("../views/budgets.tsx"));
const QueueView = lazy(() => import("../views/queue.tsx"));
const SettingsView = lazy(() => import("../views/settings.tsx"));
const NotFound = lazy(() => import("../views/not-found.tsx"));

/** Every view but the first comes when it is wanted. Another id is another view, with state of its own. */
export function Routes() {
  return (
    <Switch>
      <Route path="/" component={Overview} />
      <Route path="/sites/new" component={NewSite} />
      <Route path="/sites/:id">{({ id }) => <SiteView key={id} id={id} />}</Route>
      <Route path="/sites/:id/settings">{({ id }) => <SiteSettings key={id} id={id} />}</Route>
      <Route path="/measurements/:id">{({ id }) => <MeasurementView key={id} id={id} />}</Route>
      <Route path="/compare" component={Compare} />
      <Route path="/budgets" component={Budgets} />
      <Route path="/queue" component={QueueView} />
      <Route path="/settings" component={SettingsView} />
      <Route component={NotFound} />
    </Switch>
  );
}
