/** A worker to be killed: measures the URL it is given, with the Chromium and the flags it is given. */
import { runSample } from "../run-sample.ts";

const [, , url = "", chromiumPath = "", ...chromiumFlags] = process.argv;
await runSample(
  {
    url,
    profile: "mobile",
    headers: {},
    allowedHosts: ["127.0.0.1"],
    chromiumPath,
    chromiumFlags,
    cpuSlowdown: 4,
    hardLimitMs: 60_000,
  },
  { log: () => undefined },
);
