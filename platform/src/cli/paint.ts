import { styleText } from "node:util";

export type Colour = "red" | "green" | "yellow" | "blue" | "magenta" | "cyan" | "dim" | "bold";

/** Colours a text, or leaves it as it is where colours are not wanted. */
export type Paint = (colour: Colour, text: string) => string;

export const noPaint: Paint = (_colour, text) => text;

const ansiPaint: Paint = (colour, text) => styleText(colour, text, { validateStream: false });

interface Wishes {
  readonly NO_COLOR?: string | undefined;
  readonly FORCE_COLOR?: string | undefined;
  readonly TERM?: string | undefined;
}

/** The paint of a stream: colours on a terminal only; NO_COLOR (no-color.org) and FORCE_COLOR decide before that. */
export function choosePaint(isTerminal: boolean, env: Wishes): Paint {
  if ((env.NO_COLOR ?? "") !== "") return noPaint;
  const forced = env.FORCE_COLOR ?? "";
  if (forced !== "") return forced === "0" || forced === "false" ? noPaint : ansiPaint;
  return isTerminal && env.TERM !== "dumb" ? ansiPaint : noPaint;
}

const COMPONENT_COLOURS: readonly Colour[] = ["cyan", "magenta", "blue", "green", "yellow"];

/** Gives each name a colour of its own, in the order in which the names are first asked for. */
export function nameColours(): (name: string) => Colour {
  const order = new Map<string, number>();
  return (name) => {
    const index = order.get(name) ?? order.size;
    order.set(name, index);
    return COMPONENT_COLOURS[index % COMPONENT_COLOURS.length] ?? "cyan";
  };
}
