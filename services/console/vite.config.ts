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

/**
 * What is needed together is one file: many small ones compress worse, and each is a request. What only some of the
 * dialogs need of the popups' library, its lists to search and choose from, is left to them.
 */
const PIECES = [
  { name: "parts", minShareCount: 70, priority: 3 },
  { name: "icons", test: /lucide-react/, minShareCount: 3, priority: 2 },
  {
    name: "popups",
    test: /@base-ui(?!.*(csp|combobox|select))|@floating-ui/i,
    minShareCount: 2,
    priority: 2,
  },
  {
    name: "inbox-dialogs",
    test: /features.inbox.(conversation.dialogs|composer.(Schedule|Template)|list.(BulkTransfer|ViewDialog))/,
    priority: 1,
  },
  {
    name: "messages",
    test: /shared.ui.conversation.(AudioPlayer|CardBodies|FileBody|Formatted|formatted|Message|numbered|people|Quote|summary|Template|template)/,
    priority: 1,
  },
];

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
    rollupOptions: { output: { codeSplitting: { includeDependenciesRecursively: false, groups: PIECES } } },
  },
  server: {
    host: "127.0.0.1",
    proxy: { ...proxied, "/socket.io": { ...toEdge, ws: true } },
  },
});
