/** Webhooks: created and rotated with a secret that is shown once, tested, and delivered to again. */

import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { answer, problem } from "@/shared/testing/people";
import { type Route, renderAt } from "@/shared/testing/renderAt";
// Loaded here, so that no test waits for them.
import "./DeliveriesDrawer";
import "./RotateDialog";
import "./SecretDialog";
import "./WebhookDialog";
import { WebhooksScreen } from "./WebhooksScreen";

afterEach(() => vi.unstubAllGlobals());

const AT = "2026-03-08T12:00:00Z";
const WEBHOOK = {
  id: "w1",
  url: "https://erp.exemplo.com/atende",
  description: "ERP",
  eventTypes: ["message.created"],
  parallel: 1,
  active: true,
  disabledReason: null,
  backlog: 0,
  dropped: 0,
  failingSince: null,
  pausedUntil: null,
  lastSuccessAt: AT,
  createdAt: AT,
  updatedAt: AT,
  revision: 1,
};
const FAILED = {
  id: "d1",
  eventId: "e1",
  type: "message.created",
  status: "failed",
  code: 500,
  error: null,
  excerpt: "Internal error",
  attempts: 6,
  durationMs: 120,
  createdAt: AT,
  attemptedAt: AT,
};

const show = (api: Record<string, Route> = {}, permissions: "webhooks:write"[] = ["webhooks:write"]) =>
  renderAt(<WebhooksScreen />, {
    path: "/settings/webhooks",
    at: "/settings/webhooks",
    messages: ["settingsWebhooks", "settingsParts"],
    permissions: ["webhooks:read", ...permissions],
    api: { "GET /api/v1/webhooks": () => ({ items: [WEBHOOK] }), ...api },
  });
const choose = async (task: string) => {
  await userEvent.click(await screen.findByRole("button", { name: /^Ações para/ }));
  await userEvent.click(await screen.findByRole("menuitem", { name: task }));
};

it("shows the secret of a new one, and never again", async () => {
  const { asked } = await show({
    "POST /api/v1/webhooks": () => answer({ ...WEBHOOK, secret: "whsec_new" }, 201),
  });
  await userEvent.click(await screen.findByRole("button", { name: "Novo webhook" }));
  const dialog = within(await screen.findByRole("dialog"));
  const address = dialog.getByLabelText("Endereço");
  await userEvent.click(dialog.getByRole("button", { name: "Criar webhook" }));
  expect(await dialog.findByText(/Digite um endereço completo/)).toBeTruthy();
  await userEvent.click(address);
  await userEvent.paste("erp.exemplo.com/atende");
  await userEvent.click(dialog.getByRole("checkbox", { name: "message.created" }));
  await userEvent.click(dialog.getByRole("button", { name: "Criar webhook" }));
  expect(await screen.findByDisplayValue("whsec_new")).toBeTruthy();
  expect(asked.find(({ method }) => method === "POST")?.body).toMatchObject({
    url: "https://erp.exemplo.com/atende",
    eventTypes: ["ticket.updated"],
  });
  await userEvent.click(screen.getByRole("button", { name: "Já guardei" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(screen.queryByDisplayValue("whsec_new")).toBeNull();
});

it("says at the address why the server refuses it", async () => {
  await show({
    "POST /api/v1/webhooks": () =>
      answer(
        {
          code: "invalid-input",
          title: "Invalid",
          status: 422,
          errors: [{ field: "url", message: "private", code: "address_refused" }],
        },
        422,
      ),
  });
  await userEvent.click(await screen.findByRole("button", { name: "Novo webhook" }));
  const dialog = within(await screen.findByRole("dialog"));
  await userEvent.type(dialog.getByLabelText("Endereço"), "10.0.0.1/x");
  await userEvent.click(dialog.getByRole("button", { name: "Criar webhook" }));
  await waitFor(() => expect(dialog.getByLabelText("Endereço").getAttribute("aria-invalid")).toBe("true"));
  expect(screen.queryByDisplayValue(/^whsec/)).toBeNull();
});

it("lets the old secret be valid for a time when there is a new one", async () => {
  const { asked } = await show({
    "POST /api/v1/webhooks/w1/rotate-secret": () => ({ ...WEBHOOK, secret: "whsec_next" }),
  });
  await choose("Novo segredo");
  const dialog = within(await screen.findByRole("dialog"));
  const hours = dialog.getByLabelText(/O antigo vale por mais/);
  await userEvent.clear(hours);
  await userEvent.type(hours, "2");
  await userEvent.click(dialog.getByRole("button", { name: "Gerar novo segredo" }));
  expect(await screen.findByDisplayValue("whsec_next")).toBeTruthy();
  expect(asked.find(({ method }) => method === "POST")?.body).toEqual({ overlapHours: 2 });
});

it("says what came of a test", async () => {
  await show({ "POST /api/v1/webhooks/w1/test": () => ({ ...FAILED, code: 503 }) });
  await choose("Enviar um teste");
  expect(await screen.findByText("O teste falhou: o endereço respondeu 503.")).toBeTruthy();
});

it("says so when a test could not even be made", async () => {
  await show({ "POST /api/v1/webhooks/w1/test": () => problem(409, "webhook-disabled") });
  await choose("Enviar um teste");
  await waitFor(() => expect(document.body.textContent).toMatch(/desligad/i));
});

it("delivers again what failed, by its status", async () => {
  const { asked } = await show({
    "GET /api/v1/webhooks/w1/deliveries": () => ({ items: [FAILED], nextCursor: null }),
    "POST /api/v1/webhooks/w1/deliveries/d1/redeliver": () => answer({ ...FAILED, status: "waiting" }, 202),
  });
  await choose("Entregas");
  const drawer = within(await screen.findByRole("dialog"));
  expect(await drawer.findByText("Internal error")).toBeTruthy();
  await userEvent.click(drawer.getByRole("tab", { name: "Falhou" }));
  await waitFor(() => expect(asked.some(({ query }) => query.get("status") === "failed")).toBe(true));
  await userEvent.click(await drawer.findByRole("button", { name: "Entregar de novo" }));
  await waitFor(() => expect(asked.some(({ path }) => path.endsWith("/d1/redeliver"))).toBe(true));
});

it("shows deliveries to who may only read, without delivering again", async () => {
  await show({ "GET /api/v1/webhooks/w1/deliveries": () => ({ items: [FAILED], nextCursor: null }) }, []);
  expect(await screen.findByText("ERP · 1 evento")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Novo webhook" })).toBeNull();
  await userEvent.click(await screen.findByRole("button", { name: WEBHOOK.url }));
  const drawer = within(await screen.findByRole("dialog"));
  expect(await drawer.findByText("Internal error")).toBeTruthy();
  expect(drawer.queryByRole("button", { name: "Entregar de novo" })).toBeNull();
});
