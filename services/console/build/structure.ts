/**
 * The rules of the console's folders, which no linter knows. `node build/structure.ts` prints what breaks them:
 *
 * - features never import each other, and `shared` imports no feature and not `app`;
 * - no barrels: nothing but generated types is re-exported, and no file is called index;
 * - a file says what it owns in its first lines, has 250 lines at most, and is not called utils, helpers or common;
 * - only shared/ui/tokens.css names a colour.
 */

import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const LONGEST = 250;
const LONGEST_TEST = 500;
/** As long as there are addresses: a table is read best in one place. */
const TABLES = new Set(["app/router.tsx"]);
const NAMELESS = /^(utils?|helpers?|common|misc)$/i;
const COLOUR = /#[0-9a-f]{3,8}\b|\b(rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(/gi;

/** Returns what of a file, named by its path below src, breaks a rule. */
export function problemsOf(path: string, text: string): string[] {
  const place = path.split("/");
  const name = (place.at(-1) ?? "").split(".")[0] ?? "";
  const isTest = /\.test\.tsx?$/.test(path);
  const found: string[] = [];
  const lines = text.split("\n").length;
  if (!TABLES.has(path) && lines > (isTest ? LONGEST_TEST : LONGEST) + 1)
    found.push(`has ${lines} lines: split it`);
  for (const part of [...place.slice(0, -1), name]) {
    if (NAMELESS.test(part)) found.push(`"${part}" says nothing of what is there`);
  }
  if (/\.tsx?$/.test(path)) {
    if (!isTest && !text.startsWith("/*") && !text.startsWith("//")) {
      found.push("does not say in its first line what it owns");
    }
    if (name === "index" || /^export (\*|(type )?\{[^}]*\}) from "(?!\.\/generated\/)/m.test(text)) {
      found.push("re-exports: import from where a thing is");
    }
    found.push(...forbiddenImports(place, text));
  }
  if (path !== "shared/ui/tokens.css") found.push(...colours(path, text));
  return found;
}

function forbiddenImports(place: string[], text: string): string[] {
  const [area, feature] = place;
  if (place.length === 1) return [];
  const found: string[] = [];
  for (const [, quoted = ""] of text.matchAll(/\b(?:from|import)\s*\(?\s*"([^"]+)"/g)) {
    const target = resolved(place, quoted);
    if (!target) continue;
    const isOther = target[0] === "features" && !(area === "features" && target[1] === feature);
    if (area !== "app" && (isOther || target[0] === "app")) found.push(`imports ${target.join("/")}`);
  }
  return found;
}

/** Where below src an import leads, or nothing if it is a package. */
function resolved(place: string[], quoted: string): string[] | undefined {
  if (quoted.startsWith("@/")) return quoted.slice(2).split("/");
  if (!quoted.startsWith(".")) return undefined;
  return join(...place.slice(0, -1), quoted)
    .split(sep)
    .filter((part) => part !== ".");
}

function colours(path: string, text: string): string[] {
  if (/\.test\.tsx?$/.test(path) || !/\.(css|tsx)$/.test(path)) return [];
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  const inCode = path.endsWith(".tsx")
    ? /["'`]\s*(#[0-9a-f]{3,8}|(?:rgb|hsl|oklch)a?\([^)]*\))\s*["'`]/gi
    : COLOUR;
  return [...code.matchAll(inCode)].map(([colour]) => `names the colour ${colour}: make it a token`);
}

function main(): void {
  const source = fileURLToPath(new URL("../src", import.meta.url));
  const problems = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(tsx?|css)$/.test(entry.name))
    .map((entry) => relative(source, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((path) => !path.startsWith("shared/api/generated/"))
    .sort()
    .flatMap((path) =>
      problemsOf(path, readFileSync(join(source, path), "utf8")).map((problem) => `src/${path}: ${problem}`),
    );
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
