/** The rules of the inbox: what is saved is what was changed, and nothing else. */

import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { expectAccessible } from "@/shared/testing/axe";
import { renderAt } from "@/shared/testing/renderAt";
import { CompanyRules } from "./CompanyRules";
import type { Policies } from "./data";

afterEach(() => vi.unstubAllGlobals());

const POLICIES = {
  visibility: "queues",
  reopenRule: "always",
  reopenHours: 24,
  assignment: "manual",
  agentCapacity: null,
  releaseOfflineMinutes: null,
  closeAfterHours: null,
  closeMessage: null,
  greetingEnabled: true,
  greeting: "Olá",
  revision: 1,
} as unknown as Policies;

it("sends only what was changed, so that what a colleague has just changed stays", async () => {
  const { asked } = await renderAt(<CompanyRules policies={POLICIES} />, {
    path: "/settings/policies",
    at: "/settings/policies",
    messages: ["settingsPolicies", "settingsParts"],
    permissions: ["tickets:manage"],
    api: {
      "PATCH /api/v1/policies": () => ({ ...POLICIES, greeting: "Bom dia", visibility: "all", revision: 3 }),
    },
  });
  await expectAccessible();
  const greeting = await screen.findByDisplayValue("Olá");
  await userEvent.clear(greeting);
  await userEvent.type(greeting, "Bom dia ");
  await userEvent.click(screen.getByRole("button", { name: "Salvar" }));
  await waitFor(() =>
    expect(asked.find(({ method }) => method === "PATCH")?.body).toEqual({ greeting: "Bom dia" }),
  );
  // The form goes on from what is stored, the colleague's change included.
  expect(await screen.findByDisplayValue("Bom dia")).toBeTruthy();
  await waitFor(() =>
    expect(screen.getByRole("button", { name: "Salvar" })).toHaveProperty("disabled", true),
  );
});
