/** How the console is built, tested and served while it is developed. */

import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { messages } from "./build/messages.ts";

/** The edge of a running system (`make up`), for the development server. */
const edge = process.env.ATENDE_EDGE ?? "http://127.0.0.1:8080";
const proxied = Object.fromEntries(
  ["/api", "/media", "/gateway"].map((path) => [path, { target: edge, changeOrigin: false }]),
);

export default defineConfig({
  plugins: [messages(), react()],
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
  },
  server: {
    proxy: { ...proxied, "/socket.io": { target: edge, ws: true } },
  },
  test: {
    environment: "jsdom",
    setupFiles: ["./src/shared/testing/setup.ts"],
    server: { deps: { inline: ["use-intl"] } },
  },
});
