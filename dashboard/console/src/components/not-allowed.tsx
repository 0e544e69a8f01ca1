import type { Role } from "../../../src/papers/states.ts";
import { roleWords } from "../format/words.ts";
import { LinkButton } from "./button.tsx";
import { Empty } from "./empty.tsx";

/** Someone followed a link to what the own role may not do. */
export function NotAllowed({ needs }: { readonly needs: Role }) {
  return (
    <Empty title="Your role may not do this">
      <p>It needs the role {roleWords[needs]}. An administrator can change yours under Settings, People.</p>
      <LinkButton href="/">Back to the overview</LinkButton>
    </Empty>
  );
}
