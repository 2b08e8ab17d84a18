/** Before each file of tests: what jsdom lacks, and a clean page after each test. */

import "fake-indexeddb/auto";
import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

afterEach(() => {
  cleanup();
});

/** A window of 1440 px, light, with a pointer: what asks for less or else is told no. */
const WIDTH = 1440;
globalThis.matchMedia ??= ((query: string) => {
  const most = /\(max-width: (\d+)px\)/.exec(query)?.[1];
  const least = /\(min-width: (\d+)px\)/.exec(query)?.[1];
  const matches =
    (most !== undefined && WIDTH <= Number(most)) || (least !== undefined && WIDTH >= Number(least));
  return Object.assign(new EventTarget(), { matches, media: query });
}) as unknown as typeof matchMedia;
