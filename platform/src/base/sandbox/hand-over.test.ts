import { expect, test } from "vitest";
import { BOX_FOLLOWS, COMMAND_FOLLOWS, isBeingSetUp } from "./hand-over.ts";

const bwrap = `bwrap\0--\0setpriv\0/bin/sh\0-c\0. /env; ${COMMAND_FOLLOWS}\0sh\0node\0server.js\0`;

test.each([
  ["nothing was started", bwrap, [], true],
  ["root still mounts", `/bin/sh\0-c\0mount; ${BOX_FOLLOWS}\0sh\0${bwrap}`, ["mount\0-t\0overlay\0"], true],
  ["its second process was forked", bwrap, [bwrap], true],
  ["the environment is read", bwrap, [`/bin/sh\0-c\0. /env; ${COMMAND_FOLLOWS}\0sh\0node\0`], true],
  ["a program is being replaced", bwrap, [""], true],
  ["the command runs", bwrap, ["node\0server.js\0"], false],
])("a box is set up or not: %s", (_what, parent, children, expected) => {
  expect(isBeingSetUp(parent, children)).toBe(expected);
});
