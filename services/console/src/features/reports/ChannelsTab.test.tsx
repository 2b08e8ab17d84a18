/** Channels: quality and failures in words, templates beside each other, and what there is without any. */

import { screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { expectAccessible } from "@/shared/testing/axe";
import { renderAt } from "@/shared/testing/renderAt";
// What charts load when they are needed, loaded before a test waits for it.
import "@/shared/ui/ChartDrawing";
import "@/shared/ui/Ranking";
import { ChannelsTab } from "./ChannelsTab";
import type { ReportProps } from "./tabs";

const period = { from: "2026-11-23", to: "2026-11-29" };
const props: ReportProps = { period, search: {}, asked: period, onSearch: () => undefined };
const said = { timeZone: "America/Sao_Paulo", firstDay: period.from, lastDay: period.to };
const none = { sent: 0, delivered: 0, read: 0, failed: 0 };

type Permissions = Parameters<typeof renderAt>[1]["permissions"];

function show(channels: unknown[], more: Permissions = []) {
  return renderAt(<ChannelsTab {...props} />, {
    path: "/reports/{-$tab}",
    at: "/reports/channels",
    messages: ["reports"],
    permissions: ["reports:read", "channels:read", ...more],
    api: {
      "GET /api/v1/channels": () => ({ items: [] }),
      "GET /api/v1/reports/channels": () => ({ ...said, items: channels }),
      "GET /api/v1/reports/delivery-errors": () => ({
        ...said,
        total: 3,
        items: [{ channelId: "ch1", kind: "replies", reason: null, errorCode: 131000, count: 3 }],
      }),
      "GET /api/v1/reports/opt-outs": () => ({
        ...said,
        total: 2,
        items: [{ channelId: null, source: "keyword", count: 2 }],
      }),
      "GET /api/v1/reports/templates": () => ({
        ...said,
        items: [
          {
            channelId: "ch1",
            channelName: "Principal",
            name: "pedido_pronto",
            language: "pt_BR",
            messages: 50,
            sent: 40,
            delivered: 30,
            read: 15,
            failed: 10,
            rates: { delivered: 0.75, read: 0.5, failed: 0.2 },
          },
        ],
      }),
    },
  });
}

it("says how channels and templates did, why messages failed, and how people left", async () => {
  await show([
    {
      channelId: "ch1",
      name: "Principal",
      status: "active",
      quality: "HIGH",
      messagingLimit: "TIER_1K",
      successRate: 0.9,
      busiestQuarter: 12,
      failures: [],
      inbound: 4,
      replies: { ...none, sent: 5, failed: 3 },
      campaigns: none,
      optOuts: 2,
      ticketsOpened: 1,
      ticketsClosed: 1,
    },
  ]);
  const channels = await screen.findByRole("table", { name: "Canais" });
  const cells = within(channels).getAllByRole("cell");
  expect(cells.map((cell) => cell.textContent)).toEqual([
    "Principal",
    "Alta1.000 pessoas por dia",
    "4",
    "5",
    "0",
    "3",
    "90%",
    "12",
    "2",
  ]);
  const template = within(await screen.findByRole("table", { name: "Modelos" })).getAllByRole("row")[1];
  expect(template?.textContent).toBe("pedido_prontopt_BRPrincipal4075%50%20%");
  expect(await screen.findByRole("img", { name: /Erro 131000 do WhatsApp: 3/ })).toBeDefined();
  expect(await screen.findByRole("img", { name: /Mensagem do cliente: 2/ })).toBeDefined();
  await expectAccessible();
});

it("leads who may connect a number to where that is done, and nobody else", async () => {
  const { unmount } = await show([]);
  expect(await screen.findByText("Nenhum número conectado")).toBeDefined();
  expect(screen.queryByRole("link")).toBeNull();
  unmount();
  await show([], ["channels:write"]);
  const link = await screen.findByRole("link", { name: "Conectar um número" });
  expect(link.getAttribute("href")).toBe("/channels/new");
});
