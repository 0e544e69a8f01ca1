import react from "@vitejs/plugin-react";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const output = join(import.meta.dirname, "dist");

/** Compressed once, when it is built: the server sends these files as they are. */
const precompress: Plugin = {
  name: "precompress",
  apply: "build",
  closeBundle: () => {
    const files = readdirSync(output, { recursive: true, encoding: "utf8" });
    for (const file of files.filter((name) => /\.(js|css|html|svg)$/.test(name))) {
      const bytes = readFileSync(join(output, file));
      writeFileSync(join(output, `${file}.br`), brotliCompressSync(bytes));
      writeFileSync(join(output, `${file}.gz`), gzipSync(bytes, { level: 9 }));
    }
  },
};

export default defineConfig({
  root: "console",
  plugins: [react(), precompress],
  build: { outDir: output, emptyOutDir: true },
  // `npm run dev`: the console from its sources, the API from a dashboard that runs beside it.
  server: { proxy: { "/api": "http://127.0.0.1:8090" } },
});
