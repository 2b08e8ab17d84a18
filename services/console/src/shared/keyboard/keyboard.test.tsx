/** The table of keys: what is pressed on any layout, when it is ours, and that help and handler agree. */

import { readFileSync } from "node:fs";
import { fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { render } from "../testing/render";
import { Commands, useCommand, useKeyboard } from "./commands";
import { Keys } from "./Keys";
import { ariaOf, keyOf, partsOf } from "./press";
import { BINDINGS, bindingOf, COMMANDS, GROUPS } from "./table";

const press = (key: string, more: KeyboardEventInit & { altGraph?: boolean } = {}) => {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
  if (more.altGraph) vi.spyOn(event, "getModifierState").mockReturnValue(true);
  return event;
};

describe("what was pressed", () => {
  it.each([
    ["j", press("j")],
    ["j", press("J", { code: "KeyJ" })], // Caps lock.
    ["Shift+E", press("E", { shiftKey: true })],
    ["?", press("?", { shiftKey: true })],
    ["Shift+Enter", press("Enter", { shiftKey: true })],
    ["Mod+k", press("k", { ctrlKey: true })],
    ["j", press("о", { code: "KeyJ" })], // Russian.
    ["e", press("ε", { code: "KeyE" })], // Greek.
    ["[", press("х", { code: "BracketLeft" })],
    ["[", press("[", { altKey: true, ctrlKey: true, altGraph: true })], // German.
  ])("is %s", (expected, event) => {
    expect(keyOf(event)).toBe(expected);
  });

  it.each([
    ["with Alt", press("j", { altKey: true })],
    ["with the other command key", press("j", { metaKey: true })],
    ["while an input method composes", press("j", { isComposing: true })],
    ["a dead key", press("Dead")],
  ])("is nothing for us %s", (_, event) => {
    expect(keyOf(event)).toBeNull();
  });
});

describe("commands", () => {
  let commands: Commands;
  const done: string[] = [];
  const offer = (id: keyof typeof BINDINGS) => commands.offer(id, () => done.push(id));
  beforeEach(() => {
    commands = new Commands();
    done.length = 0;
  });
  afterEach(() => {
    document.body.replaceChildren();
  });

  const pressInside = (markup: HTMLElement, key: string) => {
    document.body.append(markup);
    const target = markup.querySelector("[data-target]") ?? markup;
    const event = press(key);
    target.dispatchEvent(event);
    return commands.press(event);
  };
  const element = (name: string, attributes: Record<string, string>, child?: HTMLElement) => {
    const made = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
    if (child) made.append(child);
    return made;
  };

  it("does what is offered, by the last who offers it", () => {
    offer("ticketClose");
    const withdraw = commands.offer("ticketClose", () => done.push("second"));
    expect(commands.press(press("e"))).toBe(true);
    withdraw();
    commands.press(press("e"));
    expect(done).toEqual(["second", "ticketClose"]);
    expect(commands.press(press("r"))).toBe(false);
  });

  it("takes a sequence, if its second key comes soon", () => {
    offer("goReports");
    offer("ticketReply");
    commands.press(press("g"), 0);
    commands.press(press("r"), 500);
    commands.press(press("g"), 1000);
    commands.press(press("r"), 5000);
    expect(done).toEqual(["goReports", "ticketReply"]);
  });

  it.each([
    ["a field", element("input", {})],
    ["a text area", element("textarea", {})],
    ["a dialog", element("div", { role: "dialog" }, element("button", { "data-target": "" }))],
    ["a menu", element("div", { role: "menu" }, element("div", { "data-target": "" }))],
  ])("leaves single keys to %s", (_, markup) => {
    offer("ticketClose");
    expect(pressInside(markup, "e")).toBe(false);
    expect(done).toEqual([]);
  });

  it("leaves Enter to a button, and other keys not", () => {
    offer("listOpen");
    offer("ticketClose");
    expect(pressInside(element("button", {}), "Enter")).toBe(false);
    expect(pressInside(element("button", {}), "e")).toBe(true);
  });

  it("reaches the commands from a field, too", () => {
    offer("commands");
    const field = element("input", {});
    document.body.append(field);
    const event = press("k", { ctrlKey: true });
    field.dispatchEvent(event);
    expect(commands.press(event)).toBe(true);
    expect(event.defaultPrevented).toBe(true);
  });

  it("keeps to command keys when single keys are switched off", () => {
    offer("ticketClose");
    offer("commands");
    commands.singleKeys = false;
    commands.press(press("e"));
    commands.press(press("k", { ctrlKey: true }));
    expect(done).toEqual(["commands"]);
  });

  it("repeats moving, and nothing else", () => {
    offer("listNext");
    offer("ticketClose");
    commands.press(press("j", { repeat: true }));
    commands.press(press("e", { repeat: true }));
    expect(done).toEqual(["listNext"]);
  });
});

describe("the table", () => {
  it("has each key once, of those that the document reads", () => {
    const keys = COMMANDS.filter((id) => !bindingOf(id).inField).flatMap((id) => [...BINDINGS[id].keys]);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.filter((key) => key.includes("Alt"))).toEqual([]);
  });

  it.each(["pt", "en"])("is named in %s", (locale) => {
    const words = JSON.parse(readFileSync(`src/shared/keyboard/messages/${locale}.json`, "utf8"));
    expect(Object.keys(words.names).sort()).toEqual([...COMMANDS].sort());
    expect(Object.keys(words.groups).sort()).toEqual([...GROUPS].sort());
  });

  it("is read aloud as browsers expect it", () => {
    expect(ariaOf("Mod+k")).toBe("Control+k");
    expect(ariaOf("+")).toBe("Plus");
    expect(ariaOf("g i")).toBeUndefined();
    expect(partsOf("+")).toEqual([["+"]]);
    expect(partsOf("Shift+E")).toEqual([["Shift", "E"]]);
  });
});

function Offering({ onClose }: { onClose: () => void }) {
  useKeyboard(true);
  useCommand("ticketClose", onClose);
  return <Keys id="goInbox" />;
}

describe("a part that offers a command", () => {
  it("is asked while it is shown", async () => {
    const close = vi.fn();
    const view = await render(<Offering onClose={close} />, { messages: ["sharedKeyboard"] });
    expect(screen.getByText("depois")).toBeTruthy();
    fireEvent.keyDown(document.body, { key: "e" });
    view.unmount();
    fireEvent.keyDown(document.body, { key: "e" });
    expect(close).toHaveBeenCalledTimes(1);
  });
});
