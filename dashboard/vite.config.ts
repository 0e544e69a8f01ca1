import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  root: "console",
  plugins: [react()],
  build: { outDir: "../dist", emptyOutDir: true },
  // `npm run dev`: the console from its sources, the API from a dashboard that runs beside it.
  server: { proxy: { "/api": "http://127.0.0.1:8090" } },
});
