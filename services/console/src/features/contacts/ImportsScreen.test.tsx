/** The screens of imports: a file, its columns, and what became of its rows. */

import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { expectAccessible } from "@/shared/testing/axe";
import { type Route, renderAt } from "@/shared/testing/renderAt";
import { ImportsScreen } from "./ImportsScreen";
import type { ImportDetails, ImportPreview } from "./imports";

afterEach(() => vi.unstubAllGlobals());

const JOB: ImportDetails = {
  id: "i1",
  status: "draft",
  onExisting: "update",
  rows: 0,
  total: 0,
  created: 0,
  updated: 0,
  duplicates: 0,
  invalid: 0,
  createdAt: "2026-01-01T12:00:00Z",
  finishedAt: null,
  fileName: "clientes.csv",
  fileBytes: 2048,
  createdBy: null,
  columns: [],
  errors: [],
};

const preview = (second: ImportPreview["columns"][number]["use"]): ImportPreview => ({
  format: "csv",
  encoding: "utf-8",
  delimiter: ";",
  hasHeader: true,
  headerLine: 1,
  columns: [
    { position: 0, column: "Nome", use: "name", field: null, examples: ["Ana"] },
    { position: 1, column: "Fone 2", use: second, field: null, examples: ["11987654321"] },
  ],
  rows: [
    {
      line: 2,
      name: "Ana",
      phone: "+5511987654321",
      userId: null,
      email: null,
      organization: null,
      externalId: null,
      notes: null,
      tags: ["VIP"],
      customFields: {},
      isKnown: true,
      isRepeated: false,
    },
  ],
  problems: [
    { line: 3, field: "phone", message: "Isto não é um número de telefone.", code: "empty", params: {} },
  ],
  rowsRead: 2,
  rowsRefused: 1,
});

const show = (at: string, api: Record<string, Route>) =>
  renderAt(<ImportsScreen />, {
    path: "/contacts/imports/{-$importId}",
    at,
    messages: ["contacts"],
    permissions: ["contacts:read", "contacts:import", "tickets:read"],
    api: { "GET /api/v1/contact-fields": () => ({ items: [] }), ...api },
  });

describe("ImportsScreen", () => {
  it("takes a file and goes on to its columns", async () => {
    const { address } = await show("/contacts/imports", {
      "GET /api/v1/contacts/imports": () => ({ items: [] }),
      "POST /api/v1/contacts/imports": () => ({ ...JOB, expiresAt: "", preview: preview("ignored") }),
      "GET /api/v1/contacts/imports/i1": () => JOB,
    });
    await expectAccessible();
    const file = new File(["Nome;Fone 2\nAna;11987654321\n"], "clientes.csv", { type: "text/csv" });
    await userEvent.upload(await screen.findByLabelText(/Planilha com seus contatos/), file);
    await waitFor(() => expect(address()).toBe("/contacts/imports/i1"));
  });

  it("starts only once a column says whom a row is about", async () => {
    const { asked } = await show("/contacts/imports/i1", {
      "GET /api/v1/contacts/imports/i1": () => JOB,
      "POST /api/v1/contacts/imports/i1/preview": ({ body }) =>
        preview((body as { columns?: unknown[] }).columns ? "phone" : "ignored"),
      "POST /api/v1/contacts/imports/i1/start": () => ({ id: "i1", status: "queued", columns: [] }),
    });
    const start = await screen.findByRole("button", { name: "Importar" });
    expect(start).toHaveProperty("disabled", true);
    expect(screen.getByText(/Escolha qual coluna tem o telefone/)).toBeTruthy();
    await userEvent.click(screen.getByRole("combobox", { name: "Usar a coluna Fone 2 como" }));
    await userEvent.click(await screen.findByRole("option", { name: "Telefone" }));
    await waitFor(() => expect(start).toHaveProperty("disabled", false));
    await expectAccessible();
    await userEvent.click(screen.getByRole("radio", { name: "Pular" }));
    await userEvent.click(start);
    await waitFor(() =>
      expect(asked.find(({ path }) => path.endsWith("/start"))?.body).toEqual({
        hasHeader: true,
        columns: [{ position: 1, use: "phone" }],
        onExisting: "skip",
      }),
    );
  });

  it("says what became of the rows, and offers those that were refused", async () => {
    await show("/contacts/imports/i1", {
      "GET /api/v1/contacts/imports/i1": () => ({
        ...JOB,
        status: "finished",
        rows: 10,
        created: 7,
        updated: 1,
        duplicates: 1,
        invalid: 1,
        errors: preview("phone").problems,
      }),
    });
    expect(await screen.findByText("10 linhas lidas, 1 recusada.")).toBeTruthy();
    expect(screen.getByText("Isto não é um número de telefone.")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Baixar linhas recusadas" })).toBeTruthy();
    await expectAccessible();
  });
});
