import { useEffect, useRef, useState } from "react";
import { Button } from "../components/button.tsx";
import { Icon } from "../components/icon.tsx";
import { ThemeSwitch } from "../components/theme-switch.tsx";
import { roleWords } from "../format/words.ts";
import { useSignOut, useUser } from "../queries/session.ts";

/** Who is signed in, the theme, and the way out. The browser closes it on Escape and on a click elsewhere. */
export function UserMenu() {
  const { name, email, role } = useUser();
  const signOut = useSignOut();
  const [isOpen, setOpen] = useState(false);
  const menu = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = menu.current;
    const onToggle = (event: Event) => setOpen((event as ToggleEvent).newState === "open");
    element?.addEventListener("toggle", onToggle);
    return () => element?.removeEventListener("toggle", onToggle);
  }, []);

  return (
    <>
      <button type="button" className="user-button" popoverTarget="user-menu" aria-expanded={isOpen}>
        <Icon name="user" />
        <span className="user-button__name">{name}</span>
        <span className="visually-hidden">, account and theme</span>
      </button>
      <div ref={menu} id="user-menu" className="user-menu" popover="auto">
        <p className="user-menu__name">{name}</p>
        <p className="user-menu__detail">
          {email} · {roleWords[role]}
        </p>
        <p className="user-menu__label">Theme</p>
        <ThemeSwitch />
        <Button busy={signOut.isPending} onClick={() => signOut.mutate()}>
          Sign out
        </Button>
      </div>
    </>
  );
}
