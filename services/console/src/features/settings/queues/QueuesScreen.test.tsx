/** Queues: made with their team and hours, moved, archived. */

import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { problem } from "@/shared/testing/people";
import { type Route, renderAt } from "@/shared/testing/renderAt";
import { QueuesScreen } from "./QueuesScreen";

afterEach(() => vi.unstubAllGlobals());

const AT = "2026-03-08T12:00:00Z";
const queue = (id: string, name: string, position: number) => ({
  id,
  name,
  color: "#2a6fdb",
  description: null,
  position,
  timeZone: null,
  openingHours: null,
  greeting: null,
  awayMessage: null,
  memberIds: ["u1"],
  archivedAt: null,
  archivedInto: null,
  createdAt: AT,
  revision: 1,
});
const SALES = queue("q1", "Vendas", 0);
const HELP = queue("q2", "Suporte", 0);
const USERS = [
  { id: "u1", name: "Ana", email: "ana@x.test", role: "agent", status: "active" },
  { id: "u2", name: "Bia", email: "bia@x.test", role: "agent", status: "active" },
];

const show = (api: Record<string, Route> = {}) =>
  renderAt(<QueuesScreen />, {
    path: "/settings/queues",
    at: "/settings/queues",
    messages: ["settingsQueues", "settingsParts"],
    permissions: ["tickets:read", "tickets:manage", "users:read"],
    api: {
      "GET /api/v1/queues": () => ({ items: [SALES, HELP] }),
      "GET /api/v1/users": () => ({ items: USERS, nextCursor: null }),
      ...api,
    },
  });

it("stores a queue, and then who joins and who leaves", async () => {
  const { asked } = await show({
    "PATCH /api/v1/queues/q1": () => SALES,
    "PUT /api/v1/queues/q1/members/u2": () => ({}),
    "DELETE /api/v1/queues/q1/members/u1": () => ({}),
  });
  await userEvent.click(await screen.findByRole("button", { name: "Vendas" }));
  const dialog = within(await screen.findByRole("dialog"));
  await userEvent.click(await dialog.findByRole("button", { name: /Remover.*Ana|Ana.*[Rr]emover/ }));
  await userEvent.type(dialog.getByRole("combobox"), "Bia");
  await userEvent.click(await screen.findByRole("option", { name: /Bia/ }));
  await userEvent.click(dialog.getByRole("button", { name: "Salvar" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const done = asked.filter(({ method }) => method !== "GET").map(({ method, path }) => `${method} ${path}`);
  expect(done).toEqual([
    "PATCH /api/v1/queues/q1",
    "PUT /api/v1/queues/q1/members/u2",
    "DELETE /api/v1/queues/q1/members/u1",
  ]);
});

it("leads to the part of the form that is wrong, and keeps what was typed when the server refuses", async () => {
  const { asked } = await show({
    "POST /api/v1/queues": () => problem(409, "queue-exists"),
  });
  await userEvent.click(await screen.findByRole("button", { name: "Nova fila" }));
  const dialog = within(await screen.findByRole("dialog"));
  await userEvent.click(dialog.getByRole("tab", { name: "Mensagens" }));
  await userEvent.type(dialog.getByLabelText(/Saudação/), "Olá!");
  await userEvent.click(dialog.getByRole("button", { name: "Salvar" }));
  expect(await dialog.findByText("Preencha este campo.")).toBeTruthy();
  await userEvent.type(dialog.getByLabelText("Nome"), "Vendas");
  await userEvent.click(dialog.getByRole("button", { name: "Salvar" }));
  await waitFor(() => expect(asked.some(({ method }) => method === "POST")).toBe(true));
  expect(asked.find(({ method }) => method === "POST")?.body).toMatchObject({
    name: "Vendas",
    greeting: "Olá!",
  });
  expect(await dialog.findByRole("alert")).toBeTruthy();
  expect((dialog.getByLabelText("Nome") as HTMLInputElement).value).toBe("Vendas");
});

it("gives each queue a place when one is moved", async () => {
  const { asked } = await show({
    "PATCH /api/v1/queues/q1": () => SALES,
    "PATCH /api/v1/queues/q2": () => HELP,
  });
  await userEvent.click(await screen.findByRole("button", { name: "Ações para Suporte" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Mover para cima" }));
  await waitFor(() => expect(asked.some(({ method }) => method === "PATCH")).toBe(true));
  expect(asked.filter(({ method }) => method === "PATCH").map(({ path, body }) => [path, body])).toEqual([
    ["/api/v1/queues/q1", { position: 1 }],
  ]);
});

it("asks where the tickets of an archived queue go", async () => {
  const { asked } = await show({ "DELETE /api/v1/queues/q1": () => ({}) });
  await userEvent.click(await screen.findByRole("button", { name: "Ações para Vendas" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Arquivar" }));
  const dialog = within(await screen.findByRole("dialog"));
  await userEvent.selectOptions(dialog.getByLabelText("Mover os tickets para"), "q2");
  await userEvent.click(dialog.getByRole("button", { name: "Arquivar fila" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(asked.find(({ method }) => method === "DELETE")?.query.get("targetQueueId")).toBe("q2");
});
