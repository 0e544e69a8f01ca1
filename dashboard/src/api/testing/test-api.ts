import { createSession } from "../../access/sessions.ts";
import { createApiToken } from "../../access/api-tokens.ts";
import { openDatabase, type Db } from "../../database/database.ts";
import { users } from "../../database/schema/people.ts";
import type { Role } from "../../papers/states.ts";
import type { SampleQueue } from "../../queue/queue.ts";
import { silentLog, startTestDatabase } from "../../testing/database.ts";
import type { ChangeFeed } from "../change-feed.ts";
import type { Api } from "../parts.ts";
import { addSecurityHeaders } from "../security-headers.ts";
import { createApi } from "../server.ts";

export const publicUrl = "https://speed.example";

export interface TestApi {
  readonly app: Api;
  readonly db: Db;
  /** A second web instance on the same database. */
  startAnother(): Promise<Api>;
  stop(): Promise<void>;
}

export interface TestUser {
  readonly id: string;
  readonly email: string;
}

/** The whole API on a real PostgreSQL; what needs the queue fails. */
export async function startTestApi(): Promise<TestApi> {
  const server = await startTestDatabase();
  const { db } = server.database;
  const closing: (() => Promise<unknown>)[] = [];
  const app = await createTestApi(db);
  closing.push(() => app.close());
  return {
    app,
    db,
    startAnother: async () => {
      const database = openDatabase({ url: server.url, ca: null, name: "another" }, silentLog);
      const another = await createTestApi(database.db);
      closing.push(async () => {
        await another.close();
        await database.close();
      });
      return another;
    },
    stop: async () => {
      for (const close of closing) await close();
      await server.stop();
    },
  };
}

async function createTestApi(db: Db): Promise<Api> {
  const app = await createApi(
    { db, queue: noQueue, secretBox: null, changes: noChanges, publicUrl, canSendMail: false },
    silentLog,
    "0.0.0",
  );
  addSecurityHeaders(app);
  return app;
}

let count = 0;

/** With a password that nothing fits; for `cookieOf` and `bearerOf`. */
export async function addUser(db: Db, role: Role): Promise<TestUser> {
  count += 1;
  const email = `${role}-${count}@team.example`;
  const [user] = await db
    .insert(users)
    .values({ email, name: email, role, passwordHash: "scrypt$32768$8$1$AAAA$AAAA" })
    .returning({ id: users.id });
  return { id: user!.id, email };
}

export async function cookieOf(db: Db, userId: string): Promise<{ readonly cookie: string }> {
  return { cookie: `pd_session=${await createSession(db, userId)}` };
}

export async function bearerOf(
  db: Db,
  userId: string,
  role: Role,
): Promise<{ readonly authorization: string }> {
  const { token } = await createApiToken(db, { userId, role, name: "a token", expiresInDays: null });
  return { authorization: `Bearer ${token}` };
}

function refuse(): Promise<never> {
  return Promise.reject(new Error("there is no queue in this test"));
}

/** Fails whatever it is asked. */
export const noQueue: SampleQueue = {
  kind: "postgres",
  add: refuse,
  find: refuse,
  remove: refuse,
  listWaiting: refuse,
  ping: refuse,
  consume: () => ({ stop: refuse }),
  close: refuse,
};

const noChanges: ChangeFeed = { subscribe: () => () => undefined, close: () => Promise.resolve() };
