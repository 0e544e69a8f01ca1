import type { Step } from "../step.ts";
import { planOf } from "../context.ts";

/** The port on which the app will answer, opened before anything is built or migrated: another program may have it. */
export const reservePort: Step = {
  name: "port",
  phase: null,
  run: async (context) => {
    const { app, previous, publisher } = context;
    const { port } = planOf(context).publicAddress;
    if (previous?.plan.publicAddress.port === port) return;
    app.reservedPort = port;
    await publisher.publish();
  },
  undo: async ({ app, publisher }) => {
    if (app.reservedPort === null) return;
    app.reservedPort = null;
    await publisher.refresh();
  },
};
