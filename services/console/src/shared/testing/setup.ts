/** Before each file of tests: what jsdom lacks, and a clean page after each test. */

import "fake-indexeddb/auto";
import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

afterEach(() => {
  cleanup();
});
