import type { Browser } from "puppeteer-core";
import type { FilmstripFrame } from "../papers/sample.ts";

/** As wide as a filmstrip shows them on a screen with twice the usual pixels. */
const FRAME_WIDTH = 160;
const JPEG_QUALITY = 0.6;
const LIMIT_MS = 3_000;

/**
 * Makes the frames of a filmstrip small: Lighthouse keeps them at up to 500 pixels, some 20 kB each. The browser at hand
 * does it, in an empty tab. Gives the frames back as they are when that does not work out in time.
 */
export async function shrinkFrames(
  browser: Browser,
  frames: readonly FilmstripFrame[],
): Promise<readonly FilmstripFrame[]> {
  // Most frames of a film are equal to the one before.
  const distinct = [...new Set(frames.map(({ jpeg }) => jpeg))];
  const small = await Promise.race([shrink(browser, distinct), never(LIMIT_MS)]).catch(() => null);
  if (small === null) return frames;
  const byOriginal = new Map(distinct.map((jpeg, index) => [jpeg, small[index]]));
  return frames.map(({ atMs, jpeg }) => ({ atMs, jpeg: byOriginal.get(jpeg) ?? jpeg }));
}

async function shrink(browser: Browser, jpegs: readonly string[]): Promise<readonly string[]> {
  const tab = await browser.newPage();
  // Text, because it runs in the browser, whose globals are not ours.
  const work = `(async () => {
    const canvas = document.createElement("canvas");
    const small = [];
    for (const jpeg of ${JSON.stringify(jpegs)}) {
      const image = new Image();
      image.src = "data:image/jpeg;base64," + jpeg;
      await image.decode();
      const scale = Math.min(1, ${FRAME_WIDTH} / image.naturalWidth);
      canvas.width = Math.round(image.naturalWidth * scale);
      canvas.height = Math.round(image.naturalHeight * scale);
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      small.push(canvas.toDataURL("image/jpeg", ${JPEG_QUALITY}).split(",")[1]);
    }
    return small;
  })()`;
  return (await tab.evaluate(work)) as readonly string[];
}

function never(limitMs: number): Promise<null> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(null), limitMs).unref();
  });
}
