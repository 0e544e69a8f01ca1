import type { NotificationEvent } from "../database/schema/judging.ts";
import { describeMetric } from "../papers/metric.ts";

/** An event as plain text: one line, and the whole. */
export interface EventText {
  readonly subject: string;
  readonly text: string;
}

/** What Slack's incoming webhooks take: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export interface SlackMessage {
  /** Shown where blocks are not, in notifications of the desktop for one. */
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}

type SlackText = { readonly type: "mrkdwn"; readonly text: string };
type SlackBlock =
  | { readonly type: "section"; readonly text: SlackText }
  | { readonly type: "context"; readonly elements: readonly SlackText[] };

const SUBJECT_LIMIT = 200;
// Slack refuses a text block beyond 3,000 characters; escaping may make five of one.
const SLACK_TEXT_LIMIT = 550;

const headlines: Readonly<Record<string, string>> = {
  "budget fail": "Budget exceeded",
  "budget warn": "Budget warning",
  "budget pass": "Budget met again",
  "anomaly confirmed": "Anomaly confirmed",
  "anomaly recovered": "Anomaly is over",
};

/** For an e-mail. */
export function describeEvent(event: NotificationEvent): EventText {
  const facts = listFacts(event).map(([name, value]) => `${`${name}:`.padEnd(9)}${value}`);
  const parts = [event.sentence, facts.join("\n"), event.link ?? ""];
  return {
    subject: shorten(headlineOf(event), SUBJECT_LIMIT),
    text: `${parts.filter((part) => part !== "").join("\n\n")}\n`,
  };
}

/** For Slack; nothing in it can address people or break out of its place. */
export function makeSlackMessage(event: NotificationEvent): SlackMessage {
  const headline = escapeSlack(shorten(headlineOf(event), SUBJECT_LIMIT));
  const sentence = escapeSlack(shorten(event.sentence, SLACK_TEXT_LIMIT));
  const facts = listFacts(event).map(([name, value]) => `${name}: ${value}`);
  const elements = [escapeSlack(shorten(facts.join(" · "), SLACK_TEXT_LIMIT)), ...slackLink(event.link)];
  return {
    text: `${headline}: ${sentence}`,
    blocks: [
      { type: "section", text: { type: "mrkdwn", text: `*${headline}*\n${sentence}` } },
      { type: "context", elements: elements.map((text) => ({ type: "mrkdwn", text })) },
    ],
  };
}

/** The body of a webhook: the event, with the unit its value is in. */
export function makeWebhookBody(event: NotificationEvent): string {
  const { kind, state, previousState, site, page, profile, metric, value, sentence, link, at } = event;
  const unit = metric === null ? null : describeMetric(metric).unit;
  return JSON.stringify({
    kind,
    state,
    previousState,
    site,
    page,
    profile,
    metric,
    value,
    unit,
    sentence,
    link,
    at,
  });
}

function headlineOf(event: NotificationEvent): string {
  if (event.kind === "test") return "Test message of the performance dashboard";
  const what = headlines[`${event.kind} ${event.state}`] ?? `${event.kind} is ${event.state}`;
  const where = [event.site?.name, event.page?.label, seriesOf(event)].filter((part) => part !== undefined);
  return where.length === 0 ? what : `${what}: ${where.join(", ")}`;
}

function seriesOf({ metric, profile }: NotificationEvent): string | undefined {
  if (metric === null) return profile ?? undefined;
  const { short } = describeMetric(metric);
  return profile === null ? short : `${short} on ${profile}`;
}

function listFacts(event: NotificationEvent): readonly (readonly [string, string])[] {
  const { site, page, metric, profile, state, previousState, at } = event;
  const series = metric === null ? "" : describeMetric(metric).label;
  const facts = [
    ["Site", site?.name ?? ""],
    ["Page", page === null ? "" : `${page.label} (${page.url})`],
    ["Metric", [series, profile ?? ""].filter((part) => part !== "").join(", ")],
    ["State", event.kind === "test" ? "" : previousState === null ? state : `${previousState} → ${state}`],
    ["When", at],
  ] as const;
  return facts.filter(([, value]) => value !== "");
}

function slackLink(link: string | null): readonly string[] {
  if (link === null) return [];
  return [`<${escapeSlack(link).replaceAll("|", "%7C")}|Open in the dashboard>`];
}

function escapeSlack(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** On one line, since it may become a header. */
function shorten(text: string, limit: number): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, " ").trim();
  return line.length <= limit ? line : `${line.slice(0, limit - 1)}…`;
}
