import { request } from "node:http";

export interface ApiClient {
  /** Calls the API with the session's cookie or the token; throws with what the answer says. */
  call<Answer>(method: string, path: string, body?: object): Promise<Answer>;
  useToken(token: string): void;
}

/** Talks to a dashboard at any name on this machine's loopback: names below `localhost` resolve in browsers only. */
export function openApi(address: string): ApiClient {
  const base = new URL(address);
  let headers: Record<string, string> = {};
  return {
    useToken: (token) => (headers = { authorization: `Bearer ${token}` }),
    call: <Answer>(method: string, path: string, body?: object) =>
      new Promise<Answer>((resolve, reject) => {
        const text = body === undefined ? undefined : JSON.stringify(body);
        const sent = request(
          {
            host: base.hostname.endsWith(".localhost") ? "127.0.0.1" : base.hostname,
            port: base.port,
            path: `/api${path}`,
            method,
            headers: {
              host: base.host,
              ...headers,
              ...(text !== undefined && { "content-type": "application/json" }),
            },
          },
          (reply) => {
            const [cookie] = reply.headers["set-cookie"] ?? [];
            if (cookie !== undefined) headers = { cookie: cookie.split(";")[0] ?? "" };
            const chunks: Buffer[] = [];
            reply.on("data", (chunk: Buffer) => chunks.push(chunk));
            reply.on("end", () => {
              const answer = Buffer.concat(chunks).toString();
              if ((reply.statusCode ?? 500) >= 400)
                reject(new Error(`${method} ${path}: ${reply.statusCode ?? 0} ${answer}`));
              else resolve((answer === "" ? null : JSON.parse(answer)) as Answer);
            });
          },
        );
        sent.once("error", reject);
        sent.end(text);
      }),
  };
}
