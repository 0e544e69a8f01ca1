import { Link, useSearchParams } from "wouter";
import { lazy, Suspense, type ComponentType } from "react";
import type { Role } from "../../../src/papers/states.ts";
import { PageHead } from "../components/page-head.tsx";
import { SkeletonRows } from "../components/skeleton.tsx";
import { useUser } from "../queries/session.ts";
import { General } from "./settings/general.tsx";

interface Section {
  readonly name: string;
  readonly label: string;
  readonly needs: Role;
  readonly View: ComponentType;
}

const sections: readonly Section[] = [
  { name: "general", label: "General", needs: "viewer", View: General },
  { name: "tokens", label: "API tokens", needs: "viewer", View: lazy(() => import("./settings/tokens.tsx")) },
  { name: "people", label: "People", needs: "admin", View: lazy(() => import("./settings/people.tsx")) },
  {
    name: "notifications",
    label: "Notifications",
    needs: "admin",
    View: lazy(() => import("./settings/notifications.tsx")),
  },
  {
    name: "hosts",
    label: "Allowed hosts",
    needs: "admin",
    View: lazy(() => import("./settings/allowed-hosts.tsx")),
  },
  { name: "audit", label: "Audit log", needs: "admin", View: lazy(() => import("./settings/audit.tsx")) },
];

export default function SettingsView() {
  const [params] = useSearchParams();
  const { role } = useUser();
  const own = sections.filter(({ needs }) => needs === "viewer" || needs === role);
  const shown = own.find(({ name }) => name === params.get("section")) ?? own[0];
  if (shown === undefined) return null;
  return (
    <>
      <PageHead title="Settings" />
      <div className="settings">
        <nav className="settings__nav" aria-label="Settings">
          <ul>
            {own.map(({ name, label }) => (
              <li key={name}>
                <Link
                  href={name === "general" ? "/settings" : `/settings?section=${name}`}
                  aria-current={name === shown.name ? "page" : undefined}
                >
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="settings__body">
          <Suspense fallback={<SkeletonRows rows={6} />}>
            <shown.View />
          </Suspense>
        </div>
      </div>
    </>
  );
}
