/** The last step of the wizard: what would happen, what is in the way, and the start. */

import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { queryClient } from "@/shared/api/queries";
import { expectAccessible } from "@/shared/testing/axe";
import { problem } from "@/shared/testing/people";
import { type Route, renderAt } from "@/shared/testing/renderAt";
import { campaignOf, LOOKUPS, OWNER, running, WRITER } from "../campaigns.testing";
import { campaignKeys, type Estimate } from "../data";
import { CheckStep } from "./CheckStep";
import { formOf } from "./form";
import type { CampaignFormState } from "./useCampaignForm";

afterEach(() => vi.unstubAllGlobals());

const estimate = (changes: Partial<Estimate> = {}): Estimate => ({
  targets: 1300,
  notFound: 0,
  duplicates: 40,
  optedOut: 26,
  recipients: 1234,
  outOfWindow: 0,
  templateNeeded: false,
  messagesPerSecond: 10,
  seconds: 130,
  rendering: { all: true, checked: 1234, notRenderable: 0, examples: [] } as unknown as Estimate["rendering"],
  problems: [],
  ...changes,
});

function show(
  api: Record<string, Route> = {},
  permissions: Parameters<typeof renderAt>[1]["permissions"] = [...OWNER],
  saving: CampaignFormState["saving"] = "saved",
) {
  const campaign = campaignOf();
  return renderAt(
    <CheckStep campaign={campaign} form={formOf(campaign)} saving={saving} flush={async () => true} />,
    {
      path: "/campaigns/$campaignId/edit",
      at: "/campaigns/c1/edit?step=check",
      messages: ["campaigns"],
      permissions,
      api: {
        ...LOOKUPS,
        "GET /api/v1/campaigns/c1/estimate": () => estimate(),
        "GET /api/v1/campaigns/c1/test-sends": () => ({ items: [], nextCursor: null }),
        ...api,
      },
    },
  );
}
const start = () => screen.findByRole<HTMLButtonElement>("button", { name: "Iniciar agora" });

describe("CheckStep", () => {
  it("starts after a yes that says how many get it, and leads to the live view", async () => {
    const { asked, address } = await show({ "POST /api/v1/campaigns/c1/start": () => running() });
    expect(await screen.findByText("1.234")).toBeTruthy();
    await expectAccessible();
    await userEvent.click(await start());
    const question = await screen.findByRole("alertdialog", { name: "Iniciar “Natal” agora?" });
    expect(within(question).getByText(/1\.234 pessoas/)).toBeTruthy();
    await userEvent.click(within(question).getByRole("button", { name: "Iniciar agora" }));
    await waitFor(() => expect(address()).toBe("/campaigns/c1/live"));
    expect(asked.find(({ path }) => path.endsWith("/start"))?.body).toEqual({ confirmOutOfWindow: false });
  });

  it("wants to know that some are out of the 24 hours", async () => {
    await show({
      "GET /api/v1/campaigns/c1/estimate": () => estimate({ templateNeeded: true, outOfWindow: 7 }),
    });
    expect((await start()).disabled).toBe(true);
    await userEvent.click(screen.getByRole("checkbox"));
    expect((await start()).disabled).toBe(false);
  });

  it("does not start what nobody would get, nor what is not saved", async () => {
    await show({ "GET /api/v1/campaigns/c1/estimate": () => estimate({ recipients: 0 }) });
    expect(await screen.findByText(/Ninguém receberia esta campanha/)).toBeTruthy();
    expect((await start()).disabled).toBe(true);
  });

  it("does not start by numbers that are being reckoned again", async () => {
    let give: (given: Estimate) => void = () => undefined;
    let isFirst = true;
    await show({
      "GET /api/v1/campaigns/c1/estimate": () => {
        if (!isFirst) return new Promise<Estimate>((resolve) => (give = resolve));
        isFirst = false;
        return estimate();
      },
    });
    await waitFor(async () => expect((await start()).disabled).toBe(false));
    void queryClient.invalidateQueries({ queryKey: campaignKeys.estimate("c1") });
    await waitFor(async () => expect((await start()).disabled).toBe(true));
    await waitFor(() => expect(isFirst).toBe(false));
    give(estimate({ recipients: 3 }));
    await waitFor(async () => expect((await start()).disabled).toBe(false));
    expect(screen.getByText("3")).toBeTruthy();
  });

  it("says that something is not saved yet", async () => {
    await show({}, [...OWNER], "incomplete");
    expect(await screen.findByText(/Há alterações que ainda não foram salvas/)).toBeTruthy();
    expect((await start()).disabled).toBe(true);
  });

  it("says why the server refused", async () => {
    const { address } = await show({
      "POST /api/v1/campaigns/c1/start": () => problem(409, "x-unknown", { detail: "O canal está parado." }),
    });
    await userEvent.click(await start());
    const question = await screen.findByRole("alertdialog");
    await userEvent.click(within(question).getByRole("button", { name: "Iniciar agora" }));
    expect(await screen.findByText("O canal está parado.")).toBeTruthy();
    expect(address()).toBe("/campaigns/c1/edit?step=check");
  });

  it("tells who may write and not start that they may not", async () => {
    await show({}, [...WRITER]);
    expect(await screen.findByText("Iniciar campanhas não faz parte do seu acesso.")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Iniciar agora" })).toBeNull();
    expect(screen.queryByRole("button", { name: "Enviar teste" })).toBeNull();
  });

  it("tries again what could not be reckoned", async () => {
    let isDown = true;
    await show({
      "GET /api/v1/campaigns/c1/estimate": () => (isDown ? problem(400, "invalid-input") : estimate()),
    });
    const again = await screen.findByRole("button", { name: "Tentar de novo" });
    isDown = false;
    await userEvent.click(again);
    expect(await screen.findByText("1.234")).toBeTruthy();
  });
});
