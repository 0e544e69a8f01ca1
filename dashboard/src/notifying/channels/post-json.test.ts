import { expect, test } from "vitest";
import { judgeAnswer } from "./post-json.ts";

test.each([200, 204, 299])("takes %i for delivered", (status) => {
  expect(judgeAnswer(status, "")).toEqual({ kind: "sent", note: null });
});

test.each([408, 425, 429, 500, 503])("tries again after %i", (status) => {
  expect(judgeAnswer(status, "").kind).toBe("again");
});

test.each([301, 308, 400, 401, 404, 410])("gives up at %i", (status) => {
  expect(judgeAnswer(status, "").kind).toBe("refused");
});

test("tells what the receiver said, on one line and not all of it", () => {
  expect(judgeAnswer(404, "no_service\n")).toEqual({
    kind: "refused",
    reason: "the receiver answered with 404: no_service",
  });
  const long = judgeAnswer(500, "x".repeat(1_000));
  expect(long.kind === "again" && long.reason.length).toBeLessThan(260);
});
