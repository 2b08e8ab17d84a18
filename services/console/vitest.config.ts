/** How the console's own tests run. */

import { mergeConfig } from "vite";
import { defineConfig } from "vitest/config";
import console from "./vite.config.ts";

export default mergeConfig(
  console,
  defineConfig({
    test: {
      environment: "jsdom",
      setupFiles: ["./src/shared/testing/setup.ts"],
      server: { deps: { inline: ["use-intl"] } },
    },
  }),
);
