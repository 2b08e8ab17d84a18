/** Drafts: there after a reload and a switch, each person's own, and gone with the sign-out. */

import { Blob as NodeBlob } from "node:buffer";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { entryStore, Records } from "./database";
import { DraftManager, type DraftStore } from "./draftManager";
import type { Entry } from "./entry";

let count = 0;
const setUp = () => {
  count += 1;
  const store: DraftStore = new Records(`drafts-${count}`);
  const page = async (owner = "u1") => {
    const drafts = new DraftManager(store);
    await drafts.open(owner);
    return drafts;
  };
  return { store, page };
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Has everything kept that waits for its moment. */
const settled = async (drafts: DraftManager) => {
  await vi.advanceTimersByTimeAsync(300);
  await drafts.flush();
};

describe("a draft", () => {
  it("is there after a reload, of its ticket and kind only", async () => {
    const { page } = setUp();
    const before = await page();
    before.change("t1", "reply", { text: "Olá" });
    before.change("t1", "note", { text: "cuidado" });
    await settled(before);
    const after = await page();
    expect(after.get("t1", "reply").text).toBe("Olá");
    expect(after.get("t1", "note").text).toBe("cuidado");
    expect(after.get("t2", "reply").text).toBe("");
    expect([...after.ticketIds()]).toEqual(["t1"]);
  });

  it("keeps its id over changes and reloads, so that it is sent once", async () => {
    const { page } = setUp();
    const before = await page();
    before.change("t1", "reply", { text: "Olá" });
    const { clientMessageId } = before.get("t1", "reply");
    before.change("t1", "reply", { text: "Olá!" });
    await settled(before);
    expect((await page()).get("t1", "reply").clientMessageId).toBe(clientMessageId);
  });

  it("has another id once it was sent", async () => {
    const { page, store } = setUp();
    const drafts = await page();
    drafts.change("t1", "reply", { text: "Olá" });
    await settled(drafts);
    const { clientMessageId } = drafts.get("t1", "reply");
    drafts.clear("t1", "reply");
    await settled(drafts);
    expect(drafts.get("t1", "reply")).toMatchObject({ text: "", files: [] });
    expect(drafts.get("t1", "reply").clientMessageId).not.toBe(clientMessageId);
    expect(await store.ofOwner("u1")).toEqual([]);
  });

  it("typed before the store was read is not overwritten", async () => {
    const { page, store } = setUp();
    const before = await page();
    before.change("t1", "reply", { text: "ontem" });
    await settled(before);
    const after = new DraftManager(store);
    const opening = after.open("u1");
    after.change("t1", "reply", { text: "hoje" });
    await opening;
    expect(after.get("t1", "reply").text).toBe("hoje");
  });

  it("belongs to the person, and is gone with the sign-out", async () => {
    const { page, store } = setUp();
    const one = await page("u1");
    one.change("t1", "reply", { text: "segredo" });
    await settled(one);
    expect((await page("u2")).get("t1", "reply").text).toBe("");
    await one.forget("u1");
    expect(await store.ofOwner("u1")).toEqual([]);
    expect(one.ticketIds().size).toBe(0);
  });

  it("outlives the end of the session", async () => {
    const { page } = setUp();
    const drafts = await page();
    drafts.change("t1", "reply", { text: "Olá" });
    await drafts.close();
    expect(drafts.get("t1", "reply").text).toBe("");
    await drafts.open("u1");
    expect(drafts.get("t1", "reply").text).toBe("Olá");
  });
});

describe("IndexedDB", () => {
  it("keeps entries with their files", async () => {
    const store = entryStore("entries-with-files");
    // jsdom's Blob cannot be copied as a browser's can.
    const blob = new NodeBlob(["%PDF-1.7"], { type: "application/pdf" }) as unknown as Blob;
    const entry: Entry = {
      clientMessageId: "a",
      ticketId: "t1",
      kind: "message",
      owner: "u1",
      at: 1,
      state: "waiting",
      attempts: 0,
      attachment: { blob, name: "orçamento.pdf", mediaType: "document" },
    };
    await store.put(entry);
    const [kept] = await store.ofOwner("u1");
    expect(kept?.attachment?.name).toBe("orçamento.pdf");
    expect(await kept?.attachment?.blob.text()).toBe("%PDF-1.7");
    await store.remove("u1", "a");
    expect(await store.ofOwner("u1")).toEqual([]);
  });

  it("forgets one person's and leaves another's", async () => {
    const records = new Records<string>("two-people");
    await records.put("u1", "a", "one");
    await records.put("u2", "a", "two");
    await records.clear("u1");
    expect(await records.ofOwner("u1")).toEqual([]);
    expect(await records.ofOwner("u2")).toEqual(["two"]);
  });
});
