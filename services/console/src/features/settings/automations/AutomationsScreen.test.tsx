/** Automations: made of an event, conditions and actions; switched, put in order, tried on a ticket. */

import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { answer, problem } from "@/shared/testing/people";
import { type Route, renderAt } from "@/shared/testing/renderAt";
// Loaded here, so that no test waits for them.
import "./AutomationDialog";
import "./RunsDrawer";
import "./TestDialog";
import { AutomationsScreen } from "./AutomationsScreen";

afterEach(() => vi.unstubAllGlobals());

const AT = "2026-03-08T12:00:00Z";
const automation = (id: string, name: string) => ({
  id,
  name,
  position: 1,
  event: "message.received",
  match: "all",
  conditions: [{ type: "text_contains", negated: false, terms: ["boleto"] }],
  actions: [{ type: "set_priority", priority: "high" }],
  active: true,
  createdAt: AT,
  updatedAt: AT,
  revision: 1,
});
const FIRST = automation("a1", "Boleto");
const SECOND = automation("a2", "Troca");
const EMPTY: Route = () => ({ items: [], nextCursor: null });

const show = (api: Record<string, Route> = {}) =>
  renderAt(<AutomationsScreen />, {
    path: "/settings/automations",
    at: "/settings/automations",
    messages: ["settingsAutomations", "settingsActions", "settingsParts"],
    permissions: ["tickets:read", "tickets:manage"],
    api: {
      "GET /api/v1/automations": () => ({ items: [FIRST, SECOND] }),
      "GET /api/v1/queues": EMPTY,
      "GET /api/v1/tags": EMPTY,
      ...api,
    },
  });
const choose = async (name: string, task: string) => {
  await userEvent.click(await screen.findByRole("button", { name: `Ações para ${name}` }));
  await userEvent.click(await screen.findByRole("menuitem", { name: task }));
};

it("is made of when, only if, and what", async () => {
  const { asked } = await show({ "POST /api/v1/automations": () => answer(FIRST, 201) });
  await userEvent.click(await screen.findByRole("button", { name: "Nova automação" }));
  const dialog = within(await screen.findByRole("dialog"));
  await userEvent.type(dialog.getByLabelText("Nome"), "Segunda via");
  await userEvent.click(dialog.getByRole("button", { name: "Incluir uma condição" }));
  await userEvent.selectOptions(dialog.getByLabelText("Ação 1"), "set_priority");
  await userEvent.click(dialog.getByRole("button", { name: "Salvar" }));
  expect(await dialog.findByText("Escolha de que trata esta condição.")).toBeTruthy();
  await userEvent.type(dialog.getByLabelText("A mensagem contém"), "segunda via{Enter}");
  await userEvent.click(dialog.getByRole("button", { name: "Salvar" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(asked.find(({ method }) => method === "POST")?.body).toMatchObject({
    name: "Segunda via",
    event: "message.received",
    match: "all",
    conditions: [{ type: "text_contains", terms: ["segunda via"] }],
    actions: [{ type: "set_priority" }],
    active: true,
  });
});

it("says at an action what the server refuses of it, and keeps the form", async () => {
  await show({
    "PATCH /api/v1/automations/a1": () =>
      answer(
        {
          code: "invalid-input",
          title: "Invalid",
          status: 422,
          errors: [{ field: "actions.0.priority", message: "unknown", code: "enum" }],
        },
        422,
      ),
  });
  await userEvent.click(await screen.findByRole("button", { name: "Boleto" }));
  const dialog = within(await screen.findByRole("dialog"));
  await userEvent.click(dialog.getByRole("button", { name: "Salvar" }));
  expect((await dialog.findAllByRole("alert")).length).toBeGreaterThan(0);
  expect((dialog.getByLabelText("Nome") as HTMLInputElement).value).toBe("Boleto");
});

it("is switched off where it stands in the list", async () => {
  const { asked } = await show({ "PATCH /api/v1/automations/a1": () => FIRST });
  await userEvent.click(await screen.findByRole("switch", { name: "Boleto está ativa" }));
  await waitFor(() =>
    expect(asked.find(({ method }) => method === "PATCH")?.body).toEqual({ active: false }),
  );
});

it("is shown as it is again when it could not be switched", async () => {
  await show({ "PATCH /api/v1/automations/a1": () => problem(403, "forbidden") });
  const switched = (await screen.findByRole("switch", { name: "Boleto está ativa" })) as HTMLInputElement;
  await userEvent.click(switched);
  await waitFor(() => expect(switched.checked).toBe(true));
});

it("acts before another when it is moved", async () => {
  const { asked } = await show({ "PUT /api/v1/automations/order": () => ({ items: [SECOND, FIRST] }) });
  await choose("Troca", "Agir antes");
  await waitFor(() =>
    expect(asked.find(({ method }) => method === "PUT")?.body).toEqual({ ids: ["a2", "a1"] }),
  );
});

it("shows what it would do to a ticket", async () => {
  const { asked } = await show({
    "GET /api/v1/tickets": () => ({
      items: [{ id: "t1", number: 7, contact: { id: "c1", name: "Maria", phone: null } }],
      nextCursor: null,
    }),
    "POST /api/v1/automations/a1/test": () => ({
      matches: true,
      conditions: [true],
      actions: FIRST.actions,
    }),
  });
  await choose("Boleto", "Testar");
  const dialog = within(await screen.findByRole("dialog"));
  await userEvent.click(dialog.getByRole("button", { name: "Testar" }));
  expect(await dialog.findByText("Preencha este campo.")).toBeTruthy();
  await userEvent.click(dialog.getByRole("combobox"));
  await userEvent.click(await screen.findByRole("option", { name: "#7 · Maria" }));
  await userEvent.type(dialog.getByLabelText(/Mensagem do cliente/), "boleto?");
  await userEvent.click(dialog.getByRole("button", { name: "Testar" }));
  expect(await dialog.findByText("Ela agiria")).toBeTruthy();
  expect(dialog.getByText(/→ Definir a prioridade: Alta/)).toBeTruthy();
  expect(asked.find(({ method }) => method === "POST")?.body).toEqual({
    ticketId: "t1",
    text: "boleto?",
    firstMessage: false,
  });
});

it("tells how often it has acted, and why it did not", async () => {
  await show({ "GET /api/v1/automations/a1/runs": EMPTY });
  await choose("Boleto", "Execuções");
  expect(await screen.findByText(/Ela ainda não agiu/)).toBeTruthy();
});
