/** A draft's form: saved by itself, kept when it cannot be, and never written over somebody else's change unasked. */

import { QueryClient } from "@tanstack/react-query";
import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { problem } from "@/shared/testing/people";
import { render } from "@/shared/testing/render";
import { serve } from "@/shared/testing/server";
import type { Campaign } from "../rules";
import { Conflict, SaveState } from "./SaveState";
import { useCampaignForm } from "./useCampaignForm";

let number = 0;

const draft = (changes: Partial<Campaign> = {}): Campaign =>
  ({
    id: `c${number}`,
    name: "Natal",
    type: "broadcast",
    channelId: "n1",
    message: "Olá",
    template: null,
    media: null,
    variants: null,
    windows: [],
    windowZone: "campaign",
    maxPerDay: null,
    messagesPerSecond: null,
    pauseErrorRate: null,
    scheduledAt: null,
    cron: null,
    endsAt: null,
    maxRuns: null,
    revision: 1,
    ...changes,
  }) as unknown as Campaign;

function Form({ campaign }: { campaign: Campaign }) {
  const draftForm = useCampaignForm(campaign);
  const { form, change, saving, resolve } = draftForm;
  return (
    <>
      <SaveState state={saving} />
      <Conflict saving={saving} resolve={resolve} />
      <input aria-label="name" value={form.name} onChange={(event) => change("name", event.target.value)} />
      <output>{form.name}</output>
    </>
  );
}

const show = (campaign: Campaign) =>
  render(<Form campaign={campaign} />, {
    messages: ["campaigns", "sharedApi"],
    queryClient: new QueryClient({ defaultOptions: { queries: { retry: false } } }),
  });

const patches = (requests: Request[]) => requests.filter(({ method }) => method === "PATCH");

describe("useCampaignForm", () => {
  it("saves what was typed once typing rests, for the revision that it was read at", async () => {
    number += 1;
    const requests = serve({ "PATCH /api/v1/campaigns/*": () => draft({ name: "Natal 2", revision: 2 }) });
    await show(draft());
    await userEvent.type(screen.getByLabelText("name"), " 2");
    await screen.findByText("Alterações não salvas");
    await screen.findByText("Salvo");
    const [only, ...others] = patches(requests);
    expect(others).toEqual([]);
    expect(only?.headers.get("if-match")).toBe('"1"');
    expect(await only?.json()).toEqual({ name: "Natal 2" });
  });

  it("keeps what did not arrive over a reload, and sends it then", async () => {
    number += 1;
    serve({ "PATCH /api/v1/campaigns/*": () => problem(503, "unavailable") });
    const first = await show(draft());
    await userEvent.type(screen.getByLabelText("name"), " perto");
    await screen.findByText("Sem conexão: guardado neste navegador");
    first.unmount();

    const requests = serve({
      "PATCH /api/v1/campaigns/*": () => draft({ name: "Natal perto", revision: 2 }),
    });
    await show(draft());
    await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>("name").value).toBe("Natal perto"));
    await screen.findByText("Salvo");
    expect(await patches(requests)[0]?.json()).toEqual({ name: "Natal perto" });
  });

  it("says that something is missing rather than sending it", async () => {
    number += 1;
    const requests = serve({});
    await show(draft());
    await userEvent.clear(screen.getByLabelText("name"));
    await screen.findByText("Falta preencher");
    expect(patches(requests)).toEqual([]);
  });

  it("goes on by itself when somebody has changed another part", async () => {
    number += 1;
    const requests = serve({
      "PATCH /api/v1/campaigns/*": (request: Request) =>
        request.headers.get("if-match") === '"5"'
          ? draft({ name: "Natal!", maxPerDay: 10, revision: 6 })
          : problem(412, "revision-mismatch", { revision: 5 }),
      "GET /api/v1/campaigns/*": () => draft({ maxPerDay: 10, revision: 5 }),
    });
    await show(draft());
    await userEvent.type(screen.getByLabelText("name"), "!");
    await screen.findByText("Salvo");
    await waitFor(() => expect(patches(requests)).toHaveLength(2));
    expect(screen.getByLabelText<HTMLInputElement>("name").value).toBe("Natal!");
  });

  it("asks whose change counts when both changed the same", async () => {
    number += 1;
    const theirs = draft({ name: "Páscoa", revision: 9 });
    serve({
      "PATCH /api/v1/campaigns/*": () => problem(412, "revision-mismatch", { revision: 9 }),
      "GET /api/v1/campaigns/*": () => theirs,
    });
    await show(draft());
    await userEvent.type(screen.getByLabelText("name"), "!");
    await screen.findByText("Outra pessoa alterou esta campanha");
    await act(() => userEvent.click(screen.getByRole("button", { name: "A da outra pessoa" })));
    await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>("name").value).toBe("Páscoa"));
    await screen.findByText("Salvo");
  });
});
