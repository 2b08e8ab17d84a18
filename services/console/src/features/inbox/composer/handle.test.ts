/** What was not sent comes back into the composer, and takes nothing away of what stands there. */

import { afterEach, beforeEach, expect, it } from "vitest";
import { drafts } from "@/shared/outbox/drafts";
import type { Entry } from "@/shared/outbox/entry";
import { takeBack } from "./handle";

const note: Entry = {
  clientMessageId: "id-1",
  ticketId: "t1",
  kind: "note",
  text: "@Rui vê isto?",
  mentions: ["rui"],
  owner: "u1",
  at: 1,
  state: "failed",
  attempts: 1,
};

beforeEach(() => drafts.open("u1"));
afterEach(() => drafts.forget("u1"));

it("names the colleagues of both texts", () => {
  drafts.change("t1", "note", { text: "@Ana também", mentions: ["ana"] });
  takeBack(note, null);
  expect(drafts.get("t1", "note")).toMatchObject({
    text: "@Rui vê isto?\n@Ana também",
    mentions: ["rui", "ana"],
  });
});
