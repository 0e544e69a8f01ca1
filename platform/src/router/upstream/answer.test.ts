import { describe, expect, it } from "vitest";
import { bodyDecoder } from "./body-decoder.ts";
import { parseResponseHead } from "./response-head.ts";

describe("a response head", () => {
  const parse = (lines: string, method = "GET") => parseResponseHead(lines.replaceAll("\n", "\r\n"), method);

  it("is read with its framing and without hop-by-hop headers", () => {
    const head = parse(
      "HTTP/1.1 200 OK\nContent-Length: 5\nConnection: keep-alive, X-Hop\nX-Hop: 1\nKeep-Alive: timeout=5, max=9\nX-A:  b ",
    );
    expect(head).toEqual({
      status: 200,
      reason: "OK",
      headers: ["Content-Length", "5", "X-A", "b"],
      framing: 5,
      isPersistent: true,
      idleHintMs: 5000,
      hasCacheControl: false,
    });
  });

  it.each([
    ["HTTP/1.1 200 OK\nTransfer-Encoding: chunked", "chunked", true],
    ["HTTP/1.1 200 OK\nTransfer-Encoding: chunked\nContent-Length: 3", "chunked", false],
    ["HTTP/1.1 200 OK", "until-close", false],
    ["HTTP/1.0 200 OK\nContent-Length: 3", 3, false],
    ["HTTP/1.0 200 OK\nContent-Length: 3\nConnection: keep-alive", 3, true],
    ["HTTP/1.1 200 OK\nContent-Length: 3\nConnection: close", 3, false],
    ["HTTP/1.1 204 No Content\nContent-Length: 3", 0, true],
    ["HTTP/1.1 304 Not Modified\nContent-Length: 3", 0, true],
  ])("%j is framed by %s", (text, framing, isPersistent) => {
    expect(parse(text)).toMatchObject({ framing, isPersistent });
  });

  it("has no body for HEAD", () => {
    expect(parse("HTTP/1.1 200 OK\nContent-Length: 3", "HEAD").framing).toBe(0);
  });

  it.each([
    "HTTP/2 200 OK",
    "HTTP/1.1 20 OK",
    "HTTP/1.1 200 OK\nContent-Length: 1\nContent-Length: 2",
    "HTTP/1.1 200 OK\nContent-Length: -1",
    "HTTP/1.1 200 OK\nContent-Length: 1, 1",
    "HTTP/1.1 200 OK\nContent-Length : 1",
    "HTTP/1.1 200 OK\nX-A: b\n folded",
    "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\nTransfer-Encoding: chunked",
    "HTTP/1.1 200 OK\nno colon",
  ])("%j is refused", (text) => {
    expect(() => parse(text)).toThrow();
  });
});

describe("a chunked body", () => {
  /** Decodes in pieces of `step` bytes. */
  function decode(
    text: string,
    step: number,
  ): { body: string; rest: string | undefined; trailers: string[] } {
    const decoder = bodyDecoder("chunked");
    let body = "";
    let rest: string | undefined;
    for (let at = 0; at < text.length && rest === undefined; at += step) {
      const outcome = decoder.decode(Buffer.from(text.slice(at, at + step), "latin1"));
      body += Buffer.concat(outcome.chunks).toString("latin1");
      rest = outcome.rest && outcome.rest.toString("latin1") + text.slice(at + step);
    }
    return { body, rest, trailers: [...decoder.trailers] };
  }

  it.each([1, 2, 3, 7, 1000])("is decoded from pieces of %i bytes", (step) => {
    const text = "5\r\nhello\r\n00A;ext=1\r\n0123456789\r\n0\r\nX-Sum: 1\r\n\r\nHTTP/1.1";
    expect(decode(text, step)).toEqual({
      body: "hello0123456789",
      rest: "HTTP/1.1",
      trailers: ["X-Sum", "1"],
    });
  });

  it.each(["5\nhello", "g\r\n", "-1\r\n", "5\r\nhelloX\r\n", "\r\n", "1 1\r\n", "0x5\r\nhello\r\n"])(
    "%j is refused",
    (text) => {
      expect(() => decode(text, 1)).toThrow();
    },
  );
});
