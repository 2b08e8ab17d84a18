/** How the console is built, and served while it is developed. */

import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { budgets } from "./build/budgets.ts";
import { messages } from "./build/messages.ts";

/** The edge of a running system, for the development server: `make console` says which. */
const edge = process.env.ATENDE_EDGE ?? "http://127.0.0.1:8080";

/** To the edge a request looks as if its page came from there: who signs in must come from the same origin. */
const toEdge = { target: edge, changeOrigin: true, headers: { origin: edge } };
const proxied = Object.fromEntries(["/api", "/gateway", "/health", "/about"].map((path) => [path, toEdge]));

export default defineConfig({
  plugins: [messages(), react(), budgets()],
  resolve: {
    alias: {
      "@": fileURLToPath(new URL("src", import.meta.url)),
      "use-intl/format-message": "use-intl/format-message/format-only",
    },
  },
  build: {
    target: "baseline-widely-available",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What so many screens and dialogs share is one file: many small ones compress worse, by 4 kB of the inbox.
    rollupOptions: { output: { codeSplitting: { groups: [{ name: "parts", minShareCount: 70 }] } } },
  },
  server: {
    host: "127.0.0.1",
    proxy: { ...proxied, "/socket.io": { ...toEdge, ws: true } },
  },
});
