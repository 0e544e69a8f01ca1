import { z } from "zod";
import { idShape, momentShape } from "./common.ts";
import { roles } from "../../papers/states.ts";

export const roleShape = z.enum(roles);
const emailShape = z.email().max(254);
export const passwordShape = z.string().min(12, "at least 12 characters").max(200);

/** Who asks. `user` is null before sign-in; `needsFirstAdministrator` tells where to find the one-time link. */
export const sessionShape = z.object({
  user: z.object({ id: idShape, email: z.string(), name: z.string(), role: roleShape }).nullable(),
  needsFirstAdministrator: z.boolean(),
  /** False: no ENCRYPTION_KEY is set, so headers and signing secrets cannot be stored. */
  canStoreSecrets: z.boolean(),
});
export const signInBody = z.object({ email: emailShape, password: z.string().max(200) });
/** What a one-time link is for, before it is used. */
export const invitationQuery = z.object({ token: z.string().min(20).max(200) });
export const invitationShape = z.object({
  role: roleShape,
  email: z.string().nullable(),
  expiresAt: momentShape,
});
export const acceptInvitationBody = z.object({
  token: z.string().min(20).max(200),
  email: emailShape,
  name: z.string().trim().min(1).max(100),
  password: passwordShape,
});

export const userShape = z.object({
  id: idShape,
  email: z.string(),
  name: z.string(),
  role: roleShape,
  createdAt: momentShape,
  disabledAt: momentShape.nullable(),
});
export const updateUserBody = z.object({ role: roleShape.optional(), disabled: z.boolean().optional() });
export const inviteBody = z.object({ role: roleShape, email: emailShape.nullable().default(null) });
/** The link is shown once. */
export const invitedShape = z.object({ link: z.string(), expiresAt: momentShape });

export const apiTokenShape = z.object({
  id: idShape,
  name: z.string(),
  hint: z.string(),
  role: roleShape,
  createdAt: momentShape,
  expiresAt: momentShape.nullable(),
  lastUsedAt: momentShape.nullable(),
});
export const createTokenBody = z.object({
  name: z.string().trim().min(1).max(100),
  role: roleShape,
  expiresInDays: z.number().int().min(1).max(3650).nullable().default(null),
});
/** The token is shown once. Sent as `Authorization: Bearer …`. */
export const createdTokenShape = apiTokenShape.extend({ token: z.string() });

export const auditEntryShape = z.object({
  id: idShape,
  at: momentShape,
  user: z.string().nullable(),
  action: z.string(),
  subject: z.string(),
  details: z.record(z.string(), z.unknown()),
});

export type Session = z.infer<typeof sessionShape>;
export type User = z.infer<typeof userShape>;
export type ApiToken = z.infer<typeof apiTokenShape>;
export type CreatedToken = z.infer<typeof createdTokenShape>;
export type AuditEntry = z.infer<typeof auditEntryShape>;
export type Invitation = z.infer<typeof invitationShape>;
