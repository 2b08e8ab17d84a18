/** The report by day: the chosen measure beside the period before, and the hours of the week. */

import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { render } from "@/shared/testing/render";
import { serve } from "@/shared/testing/server";
// What charts load when they are needed, loaded before a test waits for it.
import "@/shared/ui/ChartDrawing";
import "@/shared/ui/HeatMap";
import { DailyTab } from "./DailyTab";
import type { ReportsSearch } from "./search";

const period = { from: "2026-11-28", to: "2026-11-29" };
const replies = { sent: 0, delivered: 0, read: 0, failed: 5 };
const campaigns = { sent: 0, delivered: 0, read: 0, failed: 2 };
const counted = (inbound: number) => ({
  inbound,
  replies,
  campaigns,
  optOuts: 0,
  ticketsOpened: 0,
  ticketsClosed: 0,
});

function show(search: ReportsSearch, onSearch: (changes: ReportsSearch) => void = () => undefined) {
  const requests = serve({
    "GET /api/v1/reports/daily": {
      timeZone: "America/Sao_Paulo",
      days: [
        { day: "2026-11-28", ...counted(3) },
        { day: "2026-11-29", ...counted(40) },
      ],
      previous: [
        { day: "2026-11-26", ...counted(7) },
        { day: "2026-11-27", ...counted(0) },
      ],
    },
    "GET /api/v1/reports/hourly": {
      timeZone: "America/Sao_Paulo",
      firstDay: period.from,
      lastDay: period.to,
      hours: [{ weekday: 6, hour: 10, ...counted(43) }],
    },
  });
  const asked = { ...period, compare: true as const };
  return render(<DailyTab period={period} search={search} asked={asked} onSearch={onSearch} />, {
    messages: ["reports"],
  }).then(() => requests);
}

it("has the measure beside that of the days before, and at what hours it was", async () => {
  const requests = await show({});
  const chart = within(await screen.findByRole("figure", { name: "Recebidas por dia" }));
  await userEvent.click(chart.getByRole("button", { name: "Ver como tabela" }));
  expect(chart.getAllByRole("row").map((row) => row.textContent)).toEqual([
    "DiaEste períodoPeríodo anterior",
    "28 de nov.37",
    "29 de nov.400",
  ]);
  expect(await screen.findByRole("img", { name: /Maior valor: sáb\., 10h, 43/ })).toBeDefined();
  // The hours of the week are not compared.
  expect(requests.find(({ url }) => url.includes("hourly"))?.url).not.toContain("compare");
});

it("adds days up, and takes the choice into the address", async () => {
  const change = vi.fn();
  await show({ by: "month" }, change);
  const table = within(await screen.findByRole("table", { name: "Todos os números" }));
  expect(table.getAllByRole("row")).toHaveLength(2);
  expect(table.getByRole("cell", { name: /^28\s*–\s*29 de nov\.$/ })).toBeDefined();
  expect(table.getByRole("cell", { name: "43" })).toBeDefined();
  await userEvent.click(screen.getByRole("combobox", { name: "Mostrar" }));
  await userEvent.click(await screen.findByRole("option", { name: "Encerrados" }));
  expect(change).toHaveBeenCalledWith({ measure: "closed" });
});

it("counts as failed, of campaigns, no replies", async () => {
  await show({});
  const chart = within(await screen.findByRole("figure", { name: "Entrega das campanhas" }));
  await userEvent.click(chart.getByRole("button", { name: "Ver como tabela" }));
  expect(chart.getAllByRole("row").map((row) => row.textContent)).toEqual([
    "DiaEntreguesLidasCom falha",
    "28 de nov.002",
    "29 de nov.002",
  ]);
  // The table has both.
  const table = within(screen.getByRole("table", { name: "Todos os números" }));
  expect(table.getAllByRole("cell", { name: "7" })).toHaveLength(2);
});

it("calls the order of days by which is newer", async () => {
  await show({});
  const order = await screen.findByRole("combobox", { name: "Ordenar por" });
  const words = within(order).getAllByRole("option");
  expect(words.slice(0, 2).map((option) => option.textContent)).toEqual([
    "Dia, do mais recente ao mais antigo",
    "Dia, do mais antigo ao mais recente",
  ]);
});
