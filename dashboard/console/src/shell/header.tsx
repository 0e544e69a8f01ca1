import { Link } from "wouter";
import { useStreamState } from "../live/live-provider.tsx";
import { Brand } from "./brand.tsx";
import { UserMenu } from "./user-menu.tsx";

const places = [
  {
    href: "/",
    label: "Overview",
    isAt: (path: string) => path === "/" || path.startsWith("/sites") || path.startsWith("/measurements"),
  },
  { href: "/compare", label: "Compare", isAt: (path: string) => path === "/compare" },
  { href: "/budgets", label: "Budgets", isAt: (path: string) => path === "/budgets" },
  { href: "/queue", label: "Queue", isAt: (path: string) => path === "/queue" },
  { href: "/settings", label: "Settings", isAt: (path: string) => path === "/settings" },
] as const;

export function Header({ path }: { readonly path: string }) {
  return (
    <header className="header">
      <div className="header__inside">
        <Link href="/" className="header__brand" aria-label="Performance, to the overview">
          <Brand />
        </Link>
        <nav className="nav" aria-label="Main">
          <ul>
            {places.map(({ href, label, isAt }) => (
              <li key={href}>
                <Link href={href} aria-current={path === href ? "page" : isAt(path) ? "true" : undefined}>
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="header__end">
          <StreamState />
          <UserMenu />
        </div>
      </div>
    </header>
  );
}

function StreamState() {
  const isOpen = useStreamState() === "open";
  return (
    <span
      className={isOpen ? "stream stream--open" : "stream stream--broken"}
      title={isOpen ? "Results appear by themselves" : "The live connection broke: asking every five seconds"}
    >
      <span className="stream__dot" aria-hidden="true" />
      <span className="stream__word">{isOpen ? "Live" : "Reconnecting"}</span>
    </span>
  );
}
