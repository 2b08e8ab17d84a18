/** Both languages say the same things, with the same arguments. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
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

const argumentsOf = (message: string) =>
  [
    ...new Set(
      [...message.matchAll(/\{\s*(\w+)\s*[,}]|<(\w+)>/g)].map((found) => found[1] ?? `<${found[2]}>`),
    ),
  ]
    .filter((name) => !/^(one|other|many|few|zero|two)$/.test(name))
    .sort();

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
