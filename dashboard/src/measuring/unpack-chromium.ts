/** Unpacks the bundled Chromium with its libraries and fonts into TMPDIR; run by bundled-chromium.ts. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import chromium, { inflate } from "@sparticuz/chromium";

const archives = join(dirname(fileURLToPath(import.meta.resolve("@sparticuz/chromium"))), "..", "bin");

await chromium.executablePath(archives);
// It does this by itself on one cloud's machines only.
await inflate(join(archives, "al2023.tar.br"));
