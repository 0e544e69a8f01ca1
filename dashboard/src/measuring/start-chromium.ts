import type { Duplex } from "node:stream";
import puppeteer, { type Browser, type ConnectionTransport } from "puppeteer-core";
import { keepTail, startChild, type Argv, type Environment } from "../base/child.ts";
import { Failure } from "../base/failure.ts";
import { within } from "../base/within.ts";

export interface StartedChromium {
  readonly browser: Browser;
  /** Such as 156.0.8078.79. */
  readonly version: string;
  close(): Promise<void>;
}

export interface ChromiumStart {
  readonly path: string;
  readonly flags: readonly string[];
  readonly profileDirectory: string;
  readonly proxyUrl: string;
  readonly env: Environment;
}

const START_LIMIT_MS = 30_000;
const CLOSE_LIMIT_MS = 2_000;

/**
 * Starts a Chromium in our process group and talks to it over a pipe. No debugging port, so no other process and no
 * page can reach it, and when the pipe breaks because we are gone, Chromium ends by itself.
 */
export async function startChromium(start: ChromiumStart): Promise<StartedChromium> {
  const child = await startChild(commandOf(start), { env: start.env, ownGroup: false, extraPipes: 2 });
  child.stdin.end();
  child.stdout.resume();
  const stderr = keepTail(child.stderr);
  const [toBrowser, fromBrowser] = child.pipes;
  if (toBrowser === undefined || fromBrowser === undefined)
    throw new Error("Chromium was started without pipes");
  const hasEnded = child.ended.then(({ code, signal }) => ({ code, signal }));
  try {
    const connected = connect(toBrowser, fromBrowser);
    const ended = hasEnded.then(({ code, signal }) => {
      throw new Failure(
        "LAUNCH_FAILED",
        `Chromium ended at once (${String(signal ?? code)}): ${lastLine(stderr())}`,
      );
    });
    const { browser, version } = await within(START_LIMIT_MS, Promise.race([connected, ended]), noAnswer);
    const close = async (): Promise<void> => {
      await within(CLOSE_LIMIT_MS, browser.close()).catch(() => child.kill("SIGKILL"));
      await child.ended;
    };
    return { browser, version, close };
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
}

function commandOf({ path, flags, profileDirectory, proxyUrl }: ChromiumStart): Argv {
  return [
    path,
    ...flags,
    "--remote-debugging-pipe",
    `--user-data-dir=${profileDirectory}`,
    `--proxy-server=${proxyUrl}`,
    // Loopback goes through the proxy as well: by default it would not.
    "--proxy-bypass-list=<-loopback>",
    "about:blank",
  ];
}

async function connect(
  toBrowser: Duplex,
  fromBrowser: Duplex,
): Promise<{ browser: Browser; version: string }> {
  const browser = await puppeteer.connect({
    transport: pipeTransport(toBrowser, fromBrowser),
    defaultViewport: null,
  });
  const product = await browser.version();
  return { browser, version: product.replace(/^.*\//, "") };
}

/** DevTools messages over two pipes, each ended by a zero byte. */
function pipeTransport(toBrowser: Duplex, fromBrowser: Duplex): ConnectionTransport {
  const transport: ConnectionTransport = {
    send: (message) => toBrowser.write(`${message}\0`),
    close: () => toBrowser.end(),
  };
  let partial: Buffer[] = [];
  fromBrowser.on("data", (chunk: Buffer) => {
    let start = 0;
    for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, start)) {
      const message = Buffer.concat([...partial, chunk.subarray(start, end)]).toString("utf8");
      partial = [];
      start = end + 1;
      // One turn of the event loop for each, as a websocket has it: a handler may await before the next comes.
      setImmediate(() => transport.onmessage?.(message));
    }
    if (start < chunk.length) partial.push(chunk.subarray(start));
  });
  fromBrowser.once("close", () => transport.onclose?.());
  return transport;
}

function noAnswer(): Failure {
  return new Failure("LAUNCH_FAILED", `Chromium did not answer within ${START_LIMIT_MS / 1000} seconds.`);
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1)?.slice(0, 300) ?? "";
}
