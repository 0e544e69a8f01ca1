/* The doors of the house: who may import whom. One row a room; whatever a row does not name is closed. */
const src = "^platform/src";
const builtins = { dependencyTypes: ["core"] };

// Papers: plain types and pure functions of a room that others may name.
const sourcePapers = `${src}/source/facts\\.ts$`;
// Small enough for the quick path of a command, which loads neither the rest of `source` nor `spec`.
const findSpecDoor = `${src}/source/find-spec\\.ts$`;
// What `check` tells offline is what an `up` would find when it plans.
const planDoors = `${src}/plan/(make-plan|missing-values|plan-rules|host)\\.ts$`;
const buildContract = `${src}/build/builder\\.ts$`;
const runtimeContract = `${src}/runtime/runtime\\.ts$`;
const databasesContract = `${src}/databases/databases\\.ts$`;
const routerContract = `${src}/router/router\\.ts$`;
const storeContract = `${src}/store/(store|records)\\.ts$`;
const specDoor = `${src}/spec/index\\.ts$`;
const sourceDoor = `${src}/source/index\\.ts$`;
const checkDoor = `${src}/check/index\\.ts$`;
const deployDoor = `${src}/deploy/index\\.ts$`;
const observeDoor = `${src}/observe/index\\.ts$`;
const clientDoor = `${src}/client/index\\.ts$`;
const serverDoor = `${src}/server/main\\.ts$`;
const routerDoor = `${src}/router/main\\.ts$`;
const room = (name) => `${src}/${name}/`;

const mayImport = {
  base: [],
  spec: [`${src}/base/problem\\.ts$`],
  source: [room("base"), specDoor],
  check: [`${src}/base/problem\\.ts$`, specDoor, sourcePapers],
  plan: [`${src}/base/(problem|route-table|process-identity)\\.ts$`, specDoor, sourcePapers],
  build: [room("base"), room("plan")],
  runtime: [room("base"), room("plan")],
  databases: [room("base"), room("plan"), runtimeContract],
  router: [room("base")],
  store: [room("base"), room("plan"), specDoor],
  deploy: [
    room("base"),
    room("plan"),
    sourceDoor,
    sourcePapers,
    buildContract,
    runtimeContract,
    databasesContract,
    routerContract,
    storeContract,
  ],
  observe: [room("base"), room("plan"), runtimeContract, routerContract, storeContract],
  wire: [specDoor, `${src}/base/(problem|event)\\.ts$`],
  api: [
    room("wire"),
    specDoor,
    sourceDoor,
    sourcePapers,
    checkDoor,
    room("plan"),
    deployDoor,
    observeDoor,
    storeContract,
    room("base"),
  ],
  client: [room("wire")],
  cli: [
    clientDoor,
    room("wire"),
    specDoor,
    sourceDoor,
    findSpecDoor,
    sourcePapers,
    checkDoor,
    planDoors,
    room("base"),
    serverDoor,
    routerDoor,
  ],
};

const doors = Object.entries(mayImport).map(([name, allowed]) => ({
  name: `door-${name}`,
  severity: "error",
  comment: `${name} imports something it may not know (docs/architecture.md)`,
  from: { path: room(name), pathNot: "\\.(test|conformance)\\.ts$|/testing/" },
  to: { path: `${src}/`, pathNot: [room(name), ...allowed] },
}));

/* The dashboard is a guest with a house of its own (dashboard/docs/design.md). */
const guest = "^dashboard/src";
const guestRoom = (name) => `${guest}/${name}/`;
const plain = [guestRoom("papers"), guestRoom("base")];
const stored = [...plain, guestRoom("database")];
const guestMayImport = {
  papers: [],
  base: [],
  statistics: [guestRoom("papers")],
  judging: [guestRoom("papers"), guestRoom("statistics")],
  database: plain,
  access: stored,
  measuring: [...plain, guestRoom("statistics"), `${guest}/access/address-policy\\.ts$`],
  queue: plain,
  notifying: [...stored, guestRoom("access")],
  work: [
    ...stored,
    guestRoom("access"),
    guestRoom("statistics"),
    guestRoom("judging"),
    `${guest}/queue/queue\\.ts$`,
    `${guest}/notifying/enqueue-notifications\\.ts$`,
    `${guest}/measuring/(judge-host|median-run)\\.ts$`,
  ],
  schedules: [...stored, guestRoom("work")],
  discovery: [...plain, guestRoom("access")],
  api: [
    ...stored,
    guestRoom("access"),
    guestRoom("statistics"),
    guestRoom("judging"),
    guestRoom("notifying"),
    guestRoom("discovery"),
    guestRoom("work"),
    guestRoom("schedules"),
    `${guest}/queue/queue\\.ts$`,
  ],
  moving: [...stored, guestRoom("statistics")],
};
const guestDoors = Object.entries(guestMayImport).map(([name, allowed]) => ({
  name: `dashboard-door-${name}`,
  severity: "error",
  comment: `the dashboard's ${name} imports something it may not know (dashboard/docs/design.md)`,
  from: { path: guestRoom(name), pathNot: "\\.(test|conformance)\\.ts$|/testing/" },
  to: { path: `${guest}/`, pathNot: [guestRoom(name), ...allowed] },
}));

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    ...doors,
    ...guestDoors,
    {
      name: "dashboard-is-a-guest",
      severity: "error",
      comment: "the dashboard imports nothing of Ashore, and Ashore nothing of the dashboard",
      from: { path: "^dashboard/" },
      to: { path: "^(platform|examples|test)/" },
    },
    {
      name: "platform-has-no-guest",
      severity: "error",
      from: { path: "^platform/" },
      to: { path: "^dashboard/" },
    },
    {
      name: "console-by-http",
      severity: "error",
      comment: "the console knows the API's shapes and what is pure; the rest it asks over HTTP",
      from: { path: "^dashboard/console/" },
      to: {
        path: `${guest}/`,
        pathNot: [`${guest}/api/shapes/`, guestRoom("papers"), guestRoom("judging"), guestRoom("statistics")],
      },
    },
    {
      name: "pure-core",
      severity: "error",
      comment: "spec, check and plan touch no clock, file, network or process",
      from: {
        path: [`${src}/(spec|check|plan)/`, `${guest}/(papers|statistics|judging)/`],
        pathNot: "\\.(test|conformance)\\.ts$",
      },
      to: builtins,
    },
    {
      name: "server-only-from-its-command",
      severity: "error",
      from: { path: room("cli"), pathNot: `${src}/cli/commands/server\\.ts$` },
      to: { path: room("server") },
    },
    {
      name: "router-only-from-its-command",
      severity: "error",
      from: { path: room("cli"), pathNot: `${src}/cli/commands/router\\.ts$` },
      to: { path: room("router") },
    },
    {
      name: "server-imports-no-front",
      severity: "error",
      from: { path: room("server") },
      to: { path: `${src}/(cli|client)/` },
    },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
  },
};
