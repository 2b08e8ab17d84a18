import { expect, test } from "vitest";
import { problemsOf } from "./structure.ts";

const file = (path: string, text: string) => problemsOf(path, `/** Says what it owns. */\n${text}`);

test("a feature imports itself and what is shared, nothing else", () => {
  const imports = (target: string) =>
    file("features/inbox/list/Row.tsx", `import { x } from ${JSON.stringify(target)};`);
  for (const target of ["../rules", "./parts", "@/shared/ui/Button", "@/features/inbox/data", "react"]) {
    expect(imports(target), target).toEqual([]);
  }
  for (const target of ["@/features/contacts/data", "../../contacts/data", "@/app/router"]) {
    expect(imports(target), target).toHaveLength(1);
  }
  expect(file("features/inbox/a.ts", 'const x = await import("@/features/reports/chart");')).toHaveLength(1);
});

test("what is shared imports no feature; the app may import all", () => {
  const text = 'import { x } from "@/features/inbox/data";';
  expect(file("shared/api/x.ts", text)).toHaveLength(1);
  expect(file("app/router.tsx", text)).toEqual([]);
});

test("there are no barrels, no nameless files, no endless ones", () => {
  expect(file("shared/ui/index.ts", "")).toHaveLength(1);
  expect(file("shared/ui/parts.ts", 'export { Button } from "./Button";')).toHaveLength(1);
  expect(file("shared/utils.ts", "")).toHaveLength(1);
  expect(file("features/inbox/helpers/x.ts", "")).toHaveLength(1);
  expect(file("features/inbox/x.ts", "\n".repeat(260))).toHaveLength(1);
  expect(problemsOf("features/inbox/x.ts", "export const x = 1;\n")).toHaveLength(1);
});

test("only tokens name colours", () => {
  expect(
    file("features/inbox/x.module.css", ".a { color: #fff; background: rgb(0 0 0 / 50%) }"),
  ).toHaveLength(2);
  expect(file("features/inbox/X.tsx", 'const a = "#0b6b5d";')).toHaveLength(1);
  expect(file("features/inbox/X.tsx", 'const link = "#main"; // see #15')).toEqual([]);
  expect(file("features/inbox/x.module.css", ".a { color: var(--text) } /* not #fff */")).toEqual([]);
  expect(file("shared/ui/tokens.css", ":root { --text: #16202b }")).toEqual([]);
});
