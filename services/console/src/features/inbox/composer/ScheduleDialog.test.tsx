/** Sending later: what failed in the middle is repeated from there, with the same files under the same ids. */

import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { uploadMedia } from "@/shared/api/upload";
import { drafts, useDraft } from "@/shared/outbox/drafts";
import { problem } from "@/shared/testing/people";
import { render } from "@/shared/testing/render";
import { serve } from "@/shared/testing/server";
import { ticketRow } from "../sample";
import ScheduleDialog from "./ScheduleDialog";

vi.mock("@/shared/api/upload", () => ({ uploadMedia: vi.fn() }));

const ticket = ticketRow({ id: "t1", windowOpenUntil: null });
const fileOf = (id: string) => ({
  id,
  blob: new Blob([id]),
  name: `${id}.pdf`,
  mediaType: "document" as const,
});

function Shown() {
  const [draft] = useDraft(ticket.id, "reply");
  return <ScheduleDialog ticket={ticket} draft={draft} onClose={() => undefined} />;
}

beforeEach(() => drafts.open("u1"));
afterEach(() => drafts.forget("u1"));

it("repeats only what is not scheduled yet, and uploads no file twice", async () => {
  let uploads = 0;
  vi.mocked(uploadMedia).mockImplementation(async () => ({ id: `media-${++uploads}` }) as never);
  const faults = [undefined, 503];
  const asked: { clientMessageId: string; content: { media: { id: string } } }[] = [];
  serve({
    "POST /api/v1/tickets/*/scheduled-messages": async (request: Request) => {
      asked.push(await request.json());
      const fault = faults.shift();
      return fault ? problem(fault, "unavailable") : {};
    },
  });
  drafts.change("t1", "reply", { text: "Segue", files: [fileOf("a"), fileOf("b")] });
  await render(<Shown />, { messages: ["inboxComposer"] });
  const press = () => fireEvent.click(screen.getAllByRole("button", { name: / · / })[0] as HTMLElement);
  press();
  await waitFor(() => expect(asked).toHaveLength(2));
  await waitFor(() => expect(drafts.get("t1", "reply")).toMatchObject({ text: "", files: [{ id: "b" }] }));
  await screen.findByRole("alert");
  press();
  await waitFor(() => expect(asked).toHaveLength(3));
  expect(asked.map((body) => [body.clientMessageId, body.content.media.id])).toEqual([
    ["a", "media-1"],
    ["b", "media-2"],
    ["b", "media-2"],
  ]);
  await waitFor(() => expect(drafts.get("t1", "reply").files).toEqual([]));
});
