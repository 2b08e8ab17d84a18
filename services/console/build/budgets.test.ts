import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { type Budgets, type Bundle, type Chunk, excesses } from "./budgets.ts";

const LIMITS: Budgets = { login: 10, inbox: 10, inboxInAll: 20, screen: 5, chart: 3, voice: 2, css: 2 };

/** So many kB that do not become less when they are compressed. */
const code = (kB: number) => randomBytes(kB * 1000).toString("base64");

const chunk = (fileName: string, kB: number, module: string, more: Partial<Chunk> = {}): Chunk => ({
  type: "chunk",
  fileName,
  code: code(kB),
  isEntry: false,
  imports: [],
  dynamicImports: [],
  moduleIds: [`/console/${module}`],
  ...more,
});

const bundle = (...chunks: Chunk[]): Bundle => Object.fromEntries(chunks.map((one) => [one.fileName, one]));

const entry = (more: Partial<Chunk> = {}) =>
  chunk("entry.js", 2, "src/main.tsx", {
    isEntry: true,
    dynamicImports: ["login.js", "inbox.js", "report.js"],
    ...more,
  });
const login = chunk("login.js", 3, "src/features/auth/LoginScreen.tsx", { imports: ["entry.js"] });

test("says nothing of what is small enough", () => {
  expect(excesses(bundle(entry(), login), LIMITS)).toEqual([]);
});

test("counts what a screen imports, and its words in one language", () => {
  const library = chunk("library.js", 4, "node_modules/library/index.js");
  const words = (language: string) =>
    chunk(`${language}.js`, 4, `src/features/auth/messages/${language}.json`);
  const needing = { ...login, imports: ["entry.js", "library.js"] };
  expect(excesses(bundle(entry(), needing, library), LIMITS)).toEqual([]);
  expect(excesses(bundle(entry(), needing, library, words("pt"), words("en")), LIMITS)).toEqual([
    expect.stringMatching(/^login: 1[2-4]\.\d kB, 10 may be$/),
  ]);
});

test("counts what the inbox loads later, but no other screen, chart or recorder", () => {
  const inbox = chunk("inbox.js", 3, "src/features/inbox/InboxScreen.tsx", {
    imports: ["entry.js"],
    dynamicImports: ["menu.js", "recorder.js"],
  });
  const menu = chunk("menu.js", 9, "src/features/inbox/Menu.tsx");
  const recorder = chunk("recorder.js", 1, "node_modules/mediabunny/index.js");
  const report = chunk("report.js", 4, "src/features/reports/ReportsScreen.tsx", { imports: ["entry.js"] });
  expect(excesses(bundle(entry(), inbox, menu, recorder, report), LIMITS)).toEqual([]);
  const larger = { ...menu, code: code(17) };
  expect(excesses(bundle(entry(), inbox, larger, recorder, report), LIMITS)).toEqual([
    expect.stringContaining("inbox in all"),
  ]);
});

test("holds charts, screens and styles to budgets of their own", () => {
  const chart = chunk("chart.js", 4, "node_modules/recharts/index.js");
  const report = chunk("report.js", 6, "src/features/reports/ReportsScreen.tsx", {
    imports: ["entry.js", "chart.js"],
    viteMetadata: { importedCss: new Set(["report.css"]) },
  });
  const found = excesses(
    {
      ...bundle(entry(), report, chart),
      "report.css": { type: "asset", fileName: "report.css", source: code(3) },
    },
    LIMITS,
  );
  expect(found.sort()).toEqual([
    expect.stringContaining("CSS of features/reports/ReportsScreen.tsx: "),
    expect.stringContaining("chart: "),
    expect.stringContaining("features/reports/ReportsScreen.tsx: "),
  ]);
});

test("of other screens only what is theirs alone counts", () => {
  const table = chunk("table.js", 9, "src/shared/ui/DataTable.tsx");
  const screen = (name: string) =>
    chunk(`${name}.js`, 3, `src/features/${name}/${name}Screen.tsx`, { imports: ["entry.js", "table.js"] });
  expect(excesses(bundle(entry(), screen("contacts"), screen("campaigns"), table), LIMITS)).toEqual([]);
  expect(excesses(bundle(entry(), screen("contacts"), table), LIMITS)).toHaveLength(1);
});
