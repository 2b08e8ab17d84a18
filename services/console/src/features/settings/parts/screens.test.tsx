/** What every page of the inbox's settings has: nothing yet, not read, not allowed, only looked at; and that axe is content. */

import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { expectAccessible } from "@/shared/testing/axe";
import { problem } from "@/shared/testing/people";
import { type Route, renderAt } from "@/shared/testing/renderAt";
import { AutomationsScreen } from "../automations/AutomationsScreen";
import { ContactFieldsScreen } from "../contact-fields/ContactFieldsScreen";
import { MacrosScreen } from "../macros/MacrosScreen";
import { QueuesScreen } from "../queues/QueuesScreen";
import { QuickRepliesScreen } from "../quick-replies/QuickRepliesScreen";
import { SatisfactionScreen } from "../satisfaction/SatisfactionScreen";
import { SlaScreen } from "../sla/SlaScreen";
import { TagsScreen } from "../tags/TagsScreen";
import { WebhooksScreen } from "../webhooks/WebhooksScreen";

afterEach(() => vi.unstubAllGlobals());

const AT = "2026-03-08T12:00:00Z";
const MADE = { revision: 1, createdAt: AT, updatedAt: AT };
const MANAGER = [
  "tickets:read",
  "tickets:write",
  "tickets:manage",
  "contacts:read",
  "contacts:manage",
  "webhooks:read",
  "webhooks:write",
] as const;
const READER = ["tickets:read", "contacts:read", "webhooks:read"] as const;

interface Case {
  page: ReactNode;
  list: string;
  item: Record<string, unknown>;
  shown: string | RegExp;
  empty: string;
  create: string;
  /** Whether who may not manage sees it at all. */
  readable?: boolean;
  /** Its row opens something else: changing it is in its menu. */
  changesByMenu?: boolean;
}

const CASES: Record<string, Case> = {
  queues: {
    page: <QueuesScreen />,
    list: "/api/v1/queues",
    item: {
      id: "1",
      name: "Vendas",
      color: "#2a6fdb",
      position: 0,
      memberIds: ["u1"],
      description: null,
      ...MADE,
    },
    shown: "Vendas",
    empty: "Nenhuma fila ainda",
    create: "Nova fila",
  },
  quickReplies: {
    page: <QuickRepliesScreen />,
    list: "/api/v1/quick-replies",
    item: {
      id: "1",
      shortcut: "/pix",
      title: "Chave",
      text: "Oi",
      media: null,
      shared: true,
      queueIds: [],
      ...MADE,
    },
    shown: /\/pix/,
    empty: "Nenhuma resposta rápida ainda",
    create: "Nova resposta rápida",
  },
  tags: {
    page: <TagsScreen />,
    list: "/api/v1/tags",
    item: { id: "1", name: "Boleto", color: "#9333c9", archivedAt: null, ...MADE },
    shown: "Boleto",
    empty: "Nenhuma etiqueta ainda",
    create: "Nova etiqueta",
  },
  contactFields: {
    page: <ContactFieldsScreen />,
    list: "/api/v1/contact-fields",
    item: { id: "1", name: "plano", label: "Plano", kind: "list", options: ["Ouro"], position: 0, ...MADE },
    shown: "Plano",
    empty: "Nenhum campo próprio ainda",
    create: "Novo campo",
  },
  sla: {
    page: <SlaScreen />,
    list: "/api/v1/sla/policies",
    item: {
      id: "1",
      queueId: null,
      firstReplyMinutes: 15,
      nextReplyMinutes: null,
      resolutionMinutes: 1440,
      warnPercent: 80,
      businessHours: true,
      pausesForCustomer: true,
      ...MADE,
    },
    shown: "Todas as outras filas",
    empty: "Nenhum prazo definido ainda",
    create: "Novo prazo",
  },
  satisfaction: {
    page: <SatisfactionScreen />,
    list: "/api/v1/satisfaction/policies",
    item: {
      id: "1",
      queueId: null,
      active: true,
      style: "scale",
      question: "Como foi?",
      commentQuestion: null,
      thanks: null,
      answerHours: 24,
      ...MADE,
    },
    shown: "Todas as outras filas",
    empty: "Ninguém é perguntado ainda",
    create: "Nova pergunta",
  },
  macros: {
    page: <MacrosScreen />,
    list: "/api/v1/macros",
    item: {
      id: "1",
      name: "Fechar",
      actions: [{ type: "close", reason: "Resolvido" }],
      queueIds: [],
      ...MADE,
    },
    shown: "Fechar",
    empty: "Nenhuma macro ainda",
    create: "Nova macro",
  },
  automations: {
    page: <AutomationsScreen />,
    list: "/api/v1/automations",
    item: {
      id: "1",
      name: "Boleto",
      position: 1,
      event: "message.received",
      match: "all",
      conditions: [],
      actions: [{ type: "set_priority", priority: "high" }],
      active: true,
      ...MADE,
    },
    shown: "Boleto",
    empty: "Nenhuma automação ainda",
    create: "Nova automação",
    readable: false,
  },
  webhooks: {
    page: <WebhooksScreen />,
    list: "/api/v1/webhooks",
    item: {
      id: "1",
      url: "https://erp.exemplo.com",
      description: "",
      eventTypes: [],
      parallel: 1,
      active: true,
      disabledReason: null,
      backlog: 0,
      dropped: 0,
      failingSince: null,
      pausedUntil: null,
      lastSuccessAt: AT,
      ...MADE,
    },
    shown: /erp\.exemplo\.com/,
    empty: "Nenhum webhook ainda",
    create: "Novo webhook",
    changesByMenu: true,
  },
};
const EMPTY: Route = () => ({ items: [], nextCursor: null });

function show(
  name: string,
  list: Route,
  permissions: Parameters<typeof renderAt>[1]["permissions"],
  change: Route = () => undefined,
) {
  const { page, list: path } = CASES[name] as Case;
  const namespace = `settings${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const others = ["queues", "tags", "quick-replies", "contact-fields", "contacts/tags"];
  return renderAt(page, {
    path: "/settings/page",
    at: "/settings/page",
    messages: [namespace, "settingsParts", "settingsActions"],
    permissions,
    api: {
      ...Object.fromEntries(others.map((other) => [`GET /api/v1/${other}`, EMPTY])),
      [`GET ${path}`]: list,
      [`PATCH ${path}/1`]: change,
    },
  });
}

describe.each(Object.keys(CASES))("the page of %s", (name) => {
  const { item, shown, empty, create, readable = true, changesByMenu } = CASES[name] as Case;
  const some: Route = () => ({ items: [item], nextCursor: null });

  it("says what it is for while there is nothing", async () => {
    await show(name, EMPTY, [...MANAGER]);
    expect(await screen.findByText(empty)).toBeTruthy();
    expect(screen.getByRole("button", { name: create })).toBeTruthy();
    await expectAccessible();
  });

  it("shows what there is", async () => {
    await show(name, some, [...MANAGER]);
    expect((await screen.findAllByRole("button", { name: shown })).length).toBeGreaterThan(0);
    await expectAccessible();
  });

  it("says why it could not be read, and tries again", async () => {
    let isDown = true;
    await show(name, (asked) => (isDown ? problem(400, "invalid-input") : some(asked)), [...MANAGER]);
    const again = await screen.findByRole("button", { name: "Tentar de novo" });
    isDown = false;
    await userEvent.click(again);
    expect((await screen.findAllByRole("button", { name: shown })).length).toBeGreaterThan(0);
  });

  it("overwrites what somebody has stored meanwhile only when it is asked to", async () => {
    const { asked } = await show(name, some, [...MANAGER], ({ headers }) =>
      headers.get("if-match") === '"2"' ? item : problem(412, "revision-mismatch", { revision: 2 }),
    );
    const row = (await screen.findAllByRole("button", { name: shown }))[0];
    if (changesByMenu) {
      await userEvent.click(screen.getByRole("button", { name: /^Ações/ }));
      await userEvent.click(await screen.findByRole("menuitem", { name: "Editar" }));
    } else await userEvent.click(row as HTMLElement);
    await userEvent.click(await screen.findByRole("button", { name: "Salvar" }));
    expect(await screen.findByText("Alguém mudou isto agora há pouco")).toBeTruthy();
    await userEvent.keyboard("{Escape}");
    const question = await screen.findByRole("alertdialog", { name: "Sair sem salvar?" });
    await userEvent.click(within(question).getByRole("button", { name: "Continuar aqui" }));
    await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
    await userEvent.click(screen.getByRole("button", { name: "Salvar o meu" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    const changes = asked.filter(({ method }) => method === "PATCH");
    expect(changes.map(({ headers }) => headers.get("if-match"))).toEqual(['"1"', '"2"']);
  });

  it("draws nothing that a reader may not do", async () => {
    await show(name, some, [...READER]);
    if (!readable) {
      expect(await screen.findByText("Você não tem acesso a esta página")).toBeTruthy();
      return;
    }
    await waitFor(() => expect(screen.getAllByText(shown).length).toBeGreaterThan(0));
    expect(screen.queryByRole("button", { name: create })).toBeNull();
    expect(screen.queryByRole("button", { name: /^Excluir/ })).toBeNull();
  });

  it("is closed to those who may not see it", async () => {
    const { asked } = await show(name, some, ["campaigns:read"]);
    expect(await screen.findByText("Você não tem acesso a esta página")).toBeTruthy();
    expect(asked.some(({ path }) => path === (CASES[name] as Case).list)).toBe(false);
  });
});
