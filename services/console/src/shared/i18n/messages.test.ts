/** Both languages say the same things, with the same arguments. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import compile from "icu-minify/compile";
import { describe, expect, it } from "vitest";
import { browserLocale, namespaceOf } from "./messages";

type Messages = { [key: string]: string | Messages };

function flat(messages: Messages, at = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(messages)) {
    if (typeof value === "string") found.set(at + key, value);
    else for (const [inner, text] of flat(value, `${at}${key}.`)) found.set(inner, text);
  }
  return found;
}

/** The names of arguments and tags in what a message compiles to: the first of each inner list that is not text. */
function namesIn(part: unknown): string[] {
  if (Array.isArray(part)) {
    const [name, ...rest] = part as unknown[];
    return [...(typeof name === "string" ? [name] : []), ...rest.flatMap(namesIn)];
  }
  return typeof part === "object" && part !== null ? Object.values(part).flatMap(branch) : [];
}
const branch = (part: unknown): string[] => (Array.isArray(part) ? part.flatMap(namesIn) : []);

const argumentsOf = (message: string) => [...new Set(branch(compile(message)))].sort();

const folders = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith("messages/pt.json"))
  .map((path) => join("src", path.replace(/\/pt\.json$/, "")));

describe.each(folders)("%s", (folder) => {
  const read = (locale: string) =>
    flat(JSON.parse(readFileSync(join(folder, `${locale}.json`), "utf8")) as Messages);
  const pt = read("pt");
  const en = read("en");

  it("has the same keys in both languages", () => {
    expect([...pt.keys()].sort()).toEqual([...en.keys()].sort());
  });

  it("takes the same arguments in both languages", () => {
    for (const [key, text] of pt) {
      expect([key, ...argumentsOf(text)]).toEqual([key, ...argumentsOf(en.get(key) ?? "")]);
    }
  });
});

it("finds arguments at any depth, and no words", () => {
  const message = "{a} {n, plural, one {um} other {# <b>de {x}</b>}} {s, select, less {menos} other {{y}}}";
  expect(argumentsOf(message)).toEqual(["a", "b", "n", "s", "x", "y"]);
});

describe("namespaces and locales", () => {
  it("names a namespace by its folder", () => {
    expect(namespaceOf("/src/features/settings/quick-replies/messages/pt.json")).toBe("settingsQuickReplies");
    expect(namespaceOf("/src/shared/messages/en.json")).toBe("shared");
  });

  it("takes the browser's first language that we speak", () => {
    expect(browserLocale(["de", "en-GB", "pt"])).toBe("en");
    expect(browserLocale(["de"])).toBe("pt");
  });
});
