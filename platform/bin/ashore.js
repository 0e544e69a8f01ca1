#!/usr/bin/env -S node --
// Without the dashes node takes an --env-file of ours for its own, wherever it stands.
// Plain enough for Node 12 to parse: an old Node shall name the one it needs instead of a syntax error.
var NEEDED = 24;

var found = Number(process.versions.node.split(".")[0]);
if (found < NEEDED) {
  process.stderr.write(
    "ashore needs Node " +
      NEEDED +
      " or newer and this is Node " +
      process.versions.node +
      "; in a checkout, `npx ashore` brings its own\n",
  );
  process.exitCode = 3;
} else {
  start();
}

function start() {
  Promise.all([import("node:fs"), import("node:module")])
    .then(function (modules) {
      var source = new URL("../src/cli/main.ts", import.meta.url);
      if (!modules[0].existsSync(source)) return import("../dist/cli/main.js");
      // In a checkout the types are stripped at each start; keeping the result saves half of it.
      modules[1].enableCompileCache(fileURL("../node_modules/.cache/ashore"));
      return import(source.href);
    })
    .catch(function (error) {
      process.stderr.write(error.stack + "\n");
      process.exitCode = 3;
    });
}

function fileURL(relative) {
  return decodeURIComponent(new URL(relative, import.meta.url).pathname);
}
