/** Rules of the shell: whom one is told of, what the palette finds, what a chunk that is gone means. */

import { afterEach, describe, expect, it, vi } from "vitest";
import { NetworkError } from "@/shared/api/problems";
import { chunk, isOutdated, NewVersion } from "./chunks";
import { screensOf } from "./navigation";
import { isWanted } from "./notifications/rules";
import { matching } from "./palette";

describe("who is told of a ticket", () => {
  it.each([
    ["off", "me", false],
    ["mine", "me", true],
    ["mine", null, false],
    ["mine", "other", false],
    ["unassigned", null, true],
    ["unassigned", "me", true],
    ["unassigned", "other", false],
    ["all", "other", true],
  ] as const)("who wants %s, of a ticket of %s: %s", (attention, assignee, expected) => {
    expect(isWanted(attention, assignee, "me")).toBe(expected);
  });
});

describe("the palette", () => {
  const entries = ["Transferir", "Configurações", "Ir para Conversas", "Conversa anterior"].map((label) => ({
    label,
    group: "Grupo",
  }));
  const found = (typed: string) => matching(entries, typed).map(({ label }) => label);

  it("finds words in any case and without accents, beginnings first", () => {
    expect(found("CONFIGURACOES")).toEqual(["Configurações"]);
    expect(found("conv")).toEqual(["Conversa anterior", "Ir para Conversas"]);
    expect(found("para conversas")).toEqual(["Ir para Conversas"]);
    expect(found("nada")).toEqual([]);
    expect(found(" ").length).toBe(4);
  });
});

describe("screens", () => {
  it("are drawn for those who may see them", () => {
    expect(screensOf(new Set(["self", "reports:read"])).map(({ id }) => id)).toEqual(["reports", "settings"]);
  });
});

describe("code that cannot be loaded", () => {
  const page = (html: string, ok = true) => vi.fn(async () => ({ ok, text: async () => html }) as Response);
  afterEach(() => {
    document.head.replaceChildren();
    vi.unstubAllGlobals();
  });
  const runs = (src: string) => {
    const script = document.createElement("script");
    script.setAttribute("src", src);
    script.type = "application/json";
    document.head.append(script);
  };
  const missing = chunk(() => Promise.reject(new Error("Failed to fetch dynamically imported module")));

  it("is of a new version when the page has other scripts now", async () => {
    runs("/assets/index-old.js");
    expect(await isOutdated(page('<script type="module" src="/assets/index-new.js"></script>'))).toBe(true);
    expect(await isOutdated(page('<script type="module" src="/assets/index-old.js"></script>'))).toBe(false);
    vi.stubGlobal("fetch", page('<script src="/assets/index-new.js"></script>'));
    await expect(missing()).rejects.toBeInstanceOf(NewVersion);
  });

  it("is a matter of the network otherwise", async () => {
    runs("/assets/index-old.js");
    vi.stubGlobal("fetch", page("", false));
    await expect(missing()).rejects.toBeInstanceOf(NetworkError);
    vi.stubGlobal("fetch", vi.fn().mockRejectedValue(new TypeError("away")));
    await expect(missing()).rejects.toBeInstanceOf(NetworkError);
  });
});
