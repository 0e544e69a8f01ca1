import { useState } from "react";
import { Segmented } from "./segmented.tsx";

const themes = ["system", "light", "dark"] as const;
type Theme = (typeof themes)[number];

const words: Readonly<Record<Theme, string>> = { system: "System", light: "Light", dark: "Dark" };

/** The choice is remembered by the browser; `public/theme.js` applies it before the first paint. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState(currentTheme);
  const choose = (next: Theme) => {
    applyTheme(next);
    setTheme(next);
  };
  return (
    <Segmented
      legend="Theme"
      value={theme}
      options={themes.map((value) => ({ value, label: words[value] }))}
      onChange={choose}
    />
  );
}

function currentTheme(): Theme {
  return themes.find((theme) => theme === document.documentElement.dataset["theme"]) ?? "system";
}

function applyTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
  try {
    if (theme === "system") localStorage.removeItem("theme");
    else localStorage.setItem("theme", theme);
  } catch {
    // Storage is forbidden: the choice lasts as long as the page.
  }
}
