import { defineConfig } from "vitest/config";

// Rooms whose tests start real servers, builds and boxes by the dozen: in `npm test`, not in `npm run check`.
const onTheMachine = [
  "platform/src/base/sandbox/**/*.test.ts",
  "platform/src/build/**/*.test.ts",
  "platform/src/databases/**/*.test.ts",
  "platform/src/router/**/*.test.ts",
  "platform/src/runtime/**/*.test.ts",
];

// The dashboard's tests with a real PostgreSQL, Redis or Chromium are named for it.
const dashboardOnTheMachine = ["dashboard/**/*.machine.test.ts"];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: [
            "{platform,dashboard}/src/**/*.test.ts",
            "dashboard/console/**/*.test.ts",
            "scripts/**/*.test.ts",
          ],
          exclude: [...onTheMachine, ...dashboardOnTheMachine, "**/node_modules/**"],
          // These leave nothing behind in their process, and a new one for each file took twice as long as the tests.
          isolate: false,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "machine",
          include: [...onTheMachine, ...dashboardOnTheMachine],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "stories",
          include: ["test/**/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
