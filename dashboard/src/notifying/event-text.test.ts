import { expect, test } from "vitest";
import type { NotificationEvent } from "../database/schema/judging.ts";
import { describeEvent, makeSlackMessage, makeWebhookBody } from "./event-text.ts";

const event: NotificationEvent = {
  kind: "budget",
  state: "fail",
  previousState: "warn",
  site: { id: "0197a000-0000-7000-8000-000000000001", name: "Shop" },
  page: { id: "0197a000-0000-7000-8000-000000000002", label: "Home", url: "https://shop.example/" },
  profile: "mobile",
  metric: "lcp",
  value: 4_200,
  sentence: "LCP is 4.2 s, and 4.0 s is the most.",
  link: "https://dashboard.example/measurements/1",
  at: "2025-03-01T04:00:00.000Z",
};

test("says in the subject what happened where", () => {
  expect(describeEvent(event).subject).toBe("Budget exceeded: Shop, Home, LCP on mobile");
});

test("lists sentence, facts and link in the mail", () => {
  expect(describeEvent(event).text).toBe(
    [
      "LCP is 4.2 s, and 4.0 s is the most.",
      "",
      "Site:    Shop",
      "Page:    Home (https://shop.example/)",
      "Metric:  Largest Contentful Paint, mobile",
      "State:   warn → fail",
      "When:    2025-03-01T04:00:00.000Z",
      "",
      "https://dashboard.example/measurements/1",
      "",
    ].join("\n"),
  );
});

test("keeps the subject on one line and short", () => {
  const site = { id: "1", name: `Shop\r\nBcc: someone@example.com ${"x".repeat(300)}` };
  const { subject } = describeEvent({ ...event, site });
  expect(subject).not.toMatch(/[\r\n]/);
  expect(subject).toHaveLength(200);
});

test("gives a test its own words", () => {
  const { subject, text } = describeEvent({
    ...event,
    kind: "test",
    state: "test",
    previousState: null,
    site: null,
    page: null,
    profile: null,
    metric: null,
    value: null,
    link: null,
    sentence: "It works.",
  });
  expect(subject).toBe("Test message of the performance dashboard");
  expect(text).toBe("It works.\n\nWhen:    2025-03-01T04:00:00.000Z\n");
});

test("lets nothing in a Slack message address people or close its place", () => {
  const message = makeSlackMessage({
    ...event,
    site: { id: "1", name: "<!channel> & <https://evil.example|click>" },
    link: "https://dashboard.example/a|b>c",
  });
  const everything = JSON.stringify(message);
  expect(everything).not.toContain("<!channel>");
  expect(everything).toContain("&lt;!channel&gt; &amp; &lt;https://evil.example|click&gt;");
  expect(everything).toContain("<https://dashboard.example/a%7Cb&gt;c|Open in the dashboard>");
  expect(message.text).toContain(event.sentence);
});

test("stays below Slack's limit for a block however long the sentence is", () => {
  const { blocks } = makeSlackMessage({ ...event, sentence: "&".repeat(5_000) });
  for (const block of blocks) expect(JSON.stringify(block).length).toBeLessThan(4_000);
  const [section] = blocks;
  expect(section?.type === "section" && section.text.text.length).toBeLessThan(3_000);
});

test("gives webhooks the event and the unit of its value", () => {
  expect(JSON.parse(makeWebhookBody(event))).toEqual({ ...event, unit: "ms" });
});
