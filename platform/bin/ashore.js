#!/usr/bin/env node
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
  import("node:fs")
    .then(function (fs) {
      var source = new URL("../src/cli/main.ts", import.meta.url);
      var compiled = new URL("../dist/cli/main.js", import.meta.url);
      return import(fs.existsSync(source) ? source.href : compiled.href);
    })
    .catch(function (error) {
      process.stderr.write(error.stack + "\n");
      process.exitCode = 3;
    });
}
