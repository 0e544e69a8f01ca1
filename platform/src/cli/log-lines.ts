import type { LogLine } from "../wire/index.ts";
import type { Output } from "./output.ts";
import { nameColours } from "./paint.ts";
import { padTo, textWidth } from "./text-width.ts";

const ESCAPE = "\u001b";
const RESET = "\u001b[0m";

/** Prints lines of several components, each with its component in front, in a colour of its own. */
export function makeLogPrinter(output: Output, components: readonly string[]): (line: LogLine) => void {
  const colourOf = nameColours();
  let width = 0;
  for (const name of components) {
    width = Math.max(width, textWidth(name));
    colourOf(name);
  }
  return ({ component, text }) => {
    width = Math.max(width, textWidth(component));
    const prefix = output.paint(colourOf(component), `${padTo(component, width)} |`);
    // What a program leaves switched on must not colour the next line.
    const reset = output.isTerminal && text.includes(ESCAPE) ? RESET : "";
    output.print(`${prefix} ${text}${reset}`);
  };
}
