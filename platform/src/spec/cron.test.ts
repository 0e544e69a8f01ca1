import { expect, test } from "vitest";
import { checkCron } from "./cron.ts";

test.each([
  "0 3 * * *",
  "*/15 * * * *",
  "0,30 * * * *",
  "5/20 * * * *",
  "0 0 1 JAN-DEC mon",
  "59 1,3 * * *",
  "0 3 * * 7",
])("takes %s", (expression) => {
  expect(checkCron(expression)).toBeUndefined();
});

test.each([
  ["* * * * *", "has 1 min between"],
  ["*/5 * * * *", "has 5 min between"],
  ["0,50 * * * *", "has 10 min between"],
  ["0,50 0,23 * * *", "has 10 min between"],
  ["10,20 4 * * *", "has 10 min between"],
])("finds too little time between runs in %s", (expression, message) => {
  expect(checkCron(expression)?.message).toContain(message);
});

test.each([
  ["0 3 * *", "not five fields"],
  ["@daily", "not five fields"],
  ["0 0 3 * * *", "not five fields"],
  ["60 3 * * *", "60 is no minute"],
  ["0 24 * * *", "24 is no hour"],
  ["0 3 0 * *", "0 is no day of month"],
  ["0 3 * FOO *", "FOO is no month"],
  ["0 3 * * 8", "8 is no day of week"],
  ["0 5-3 * * *", "5-3 is no hour"],
  ["*/0 * * * *", "*/0 is no minute"],
  ["0 3 * * 1-2-3", "1-2-3 is no day of week"],
])("refuses %s", (expression, message) => {
  expect(checkCron(expression)?.message).toContain(message);
});
