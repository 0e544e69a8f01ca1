import { chooseApp, type AppChoice } from "../choose-app.ts";
import type { Context } from "../context.ts";
import { requireControlPlane } from "../control-plane.ts";
import { EXIT } from "../exit-code.ts";
import { refuseUnknown } from "../refuse-unknown.ts";

/** `ashore restart`: new instances of the same version take over from the old ones. */
export async function restart(
  context: Context,
  options: AppChoice & { readonly components: readonly string[] },
): Promise<number> {
  const client = await requireControlPlane(context);
  const app = await chooseApp(context, client, options);
  const known = app.components.filter(({ kind }) => kind !== "static_site").map(({ name }) => name);
  for (const name of options.components) refuseUnknown(app.name, { what: "component", name, known });
  await client.restart(app.id, options.components);
  const names = options.components.length === 0 ? known : options.components;
  context.output.print(`Restarted ${names.join(", ")} of ${app.name}`);
  return EXIT.ok;
}
