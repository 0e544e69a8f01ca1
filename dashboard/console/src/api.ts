import type { Profile } from "../../src/papers/metric.ts";
import type { Role } from "../../src/papers/states.ts";
import type {
  Anomaly,
  Budget,
  Channel,
  Comparison,
  CreateBudget,
  CreateChannel,
} from "../../src/api/shapes/judging.ts";
import type {
  Batch,
  BatchDetail,
  Measurement,
  MeasurementSummary,
  StartBatch,
  StartedBatch,
  Trend,
} from "../../src/api/shapes/measuring.ts";
import type { CleanUpReport, Queue, Settings, Storage } from "../../src/api/shapes/operating.ts";
import type { Overview } from "../../src/api/shapes/overview.ts";
import type {
  ApiToken,
  AuditEntry,
  CreatedToken,
  Invitation,
  Session,
  User,
} from "../../src/api/shapes/people.ts";
import type {
  AllowedHost,
  CreateSite,
  Discovered,
  Marker,
  Page,
  Site,
  Tick,
  UpdateSite,
} from "../../src/api/shapes/sites.ts";
import { queryString, read, write } from "./http.ts";

export type Schedule = Site["schedule"] & { readonly siteId: string };
export type BudgetPreviewQuery = Readonly<{
  siteId: string;
  metric: string;
  pageId?: string;
  profile?: Profile;
}>;
export type Invited = Readonly<{ link: string; expiresAt: string }>;
export type RetentionReport = Readonly<{ reports: number; filmstrips: number; samples: number }>;
export type MarkerInput = Readonly<{ kind: Marker["kind"]; label: string; at?: string }>;
type AcceptInvitation = Readonly<{ token: string; email: string; name: string; password: string }>;
type ScheduleInput = Readonly<{ cron: string; timeZone: string; enabled: boolean }>;
type TokenInput = Readonly<{ name: string; role: Role; expiresInDays: number | null }>;

/** Every call of the API that the console makes. */
export const api = {
  session: () => read<Session>("/session"),
  signIn: (body: { email: string; password: string }) => write<Session>("POST", "/session", body),
  signOut: () => write("DELETE", "/session"),
  invitation: (token: string) => read<Invitation>(`/invitation${queryString({ token })}`),
  acceptInvitation: (body: AcceptInvitation) => write<Session>("POST", "/invitation", body),

  users: () => read<User[]>("/users"),
  invite: (body: { role: Role; email: string | null }) => write<Invited>("POST", "/users", body),
  updateUser: ({ id, ...body }: { id: string; role?: Role; disabled?: boolean }) =>
    write<User>("PATCH", `/users/${id}`, body),
  deleteUser: (id: string) => write("DELETE", `/users/${id}`),
  tokens: () => read<ApiToken[]>("/tokens"),
  createToken: (body: TokenInput) => write<CreatedToken>("POST", "/tokens", body),
  deleteToken: (id: string) => write("DELETE", `/tokens/${id}`),
  audit: () => read<AuditEntry[]>("/audit"),

  overview: () => read<Overview>("/overview"),
  sites: () => read<Site[]>("/sites"),
  site: (id: string) => read<Site>(`/sites/${id}`),
  createSite: (body: CreateSite) => write<Site>("POST", "/sites", body),
  updateSite: ({ id, ...body }: UpdateSite & { id: string }) => write<Site>("PATCH", `/sites/${id}`, body),
  deleteSite: (id: string) => write("DELETE", `/sites/${id}`),
  addPage: ({ siteId, ...body }: { siteId: string; url: string; label: string }) =>
    write<Page>("POST", `/sites/${siteId}/pages`, body),
  updatePage: ({ id, ...body }: { id: string; label?: string; enabled?: boolean }) =>
    write<Page>("PATCH", `/pages/${id}`, body),
  deletePage: (id: string) => write("DELETE", `/pages/${id}`),
  discover: (url: string) => write<Discovered>("POST", "/discover", { url }),
  setSchedule: ({ siteId, ...body }: ScheduleInput & { siteId: string }) =>
    write<Schedule>("PUT", `/sites/${siteId}/schedule`, body),
  schedules: () => read<Schedule[]>("/schedules"),
  ticks: (siteId?: string) => read<Tick[]>(`/ticks${queryString({ siteId })}`),
  markers: (siteId: string) => read<Marker[]>(`/sites/${siteId}/markers`),
  addMarker: ({ siteId, ...body }: MarkerInput & { siteId: string }) =>
    write<Marker>("POST", `/sites/${siteId}/markers`, body),
  deleteMarker: (id: string) => write("DELETE", `/markers/${id}`),

  trend: (pageId: string, profile: Profile, from: string) =>
    read<Trend>(`/pages/${pageId}/trend${queryString({ profile, from })}`),
  measurements: (pageId: string, profile: Profile, limit: number) =>
    read<MeasurementSummary[]>(`/pages/${pageId}/measurements${queryString({ profile, limit })}`),
  measurement: (id: string) => read<Measurement>(`/measurements/${id}`),
  comparison: (a: string, b: string) => read<Comparison>(`/comparison${queryString({ a, b })}`),

  startBatch: (body: StartBatch) => write<StartedBatch>("POST", "/batches", body),
  cancelBatch: (id: string) => write<Batch>("POST", `/batches/${id}/cancel`),
  batches: () => read<Batch[]>("/batches"),
  batch: (id: string) => read<BatchDetail>(`/batches/${id}`),
  queue: () => read<Queue>("/queue"),
  cleanUp: () => write<CleanUpReport>("POST", "/queue/clean-up"),
  retrySample: (id: string) => write("POST", `/samples/${id}/retry`),
  discardSample: (id: string) => write("POST", `/samples/${id}/discard`),

  budgets: (siteId?: string) => read<Budget[]>(`/budgets${queryString({ siteId })}`),
  budgetPreview: (query: BudgetPreviewQuery) =>
    read<{ values: number[] }>(`/budgets/preview${queryString(query)}`),
  createBudget: (body: CreateBudget) => write<Budget>("POST", "/budgets", body),
  updateBudget: ({ id, ...body }: { id: string; warn: number | null; fail: number | null }) =>
    write<Budget>("PATCH", `/budgets/${id}`, body),
  deleteBudget: (id: string) => write("DELETE", `/budgets/${id}`),
  anomalies: (state: "open" | "all") => read<Anomaly[]>(`/anomalies${queryString({ state })}`),
  dismissAnomaly: (id: string) => write<Anomaly>("POST", `/anomalies/${id}/dismiss`),

  channels: () => read<Channel[]>("/channels"),
  createChannel: (body: CreateChannel) => write<Channel>("POST", "/channels", body),
  updateChannel: ({ id, enabled }: { id: string; enabled: boolean }) =>
    write<Channel>("PATCH", `/channels/${id}`, { enabled }),
  deleteChannel: (id: string) => write("DELETE", `/channels/${id}`),
  testChannel: (id: string) => write<Channel>("POST", `/channels/${id}/test`),

  settings: () => read<Settings>("/settings"),
  updateSettings: (body: Partial<Settings>) => write<Settings>("PATCH", "/settings", body),
  storage: () => read<Storage>("/storage"),
  runRetention: () => write<RetentionReport>("POST", "/retention/run"),
  allowedHosts: () => read<AllowedHost[]>("/allowed-hosts"),
  allowHost: (body: { host: string; note: string }) => write<AllowedHost>("POST", "/allowed-hosts", body),
  forbidHost: (host: string) => write("DELETE", `/allowed-hosts/${encodeURIComponent(host)}`),
} as const;

/** The CSV of a trend, as an address to link to. */
export function trendCsvAddress(trend: Pick<Trend, "from" | "to" | "profile" | "page">): string {
  const { from, to, profile } = trend;
  return `/api/pages/${trend.page.id}/trend.csv${queryString({ profile, from, to })}`;
}

/** The Lighthouse report of a measurement's representative sample. */
export function reportAddress(measurementId: string): string {
  return `/api/measurements/${measurementId}/report`;
}
