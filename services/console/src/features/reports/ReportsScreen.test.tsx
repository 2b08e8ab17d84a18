/** The screen of reports: tabs and filters in the address, tables that are sorted, files, and who may not. */

import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { expectAccessible } from "@/shared/testing/axe";
import { problem } from "@/shared/testing/people";
import { type Route, renderAt } from "@/shared/testing/renderAt";
// What the screen loads when it is needed, loaded before a test waits for it.
import "@/shared/ui/MenuPopup";
import "@/shared/ui/Ranking";
import "./AgentsTab";
import "./Paper";
import "./ReportActions";
import "./ReportFilters";
import { ReportsScreen } from "./ReportsScreen";
import "./SummaryTab";
import { durations, summary, ticketFigures } from "./testing/samples";

const QUEUE = "01a227fc-06aa-77c8-aba7-e51f7714f406";
const ANA = "01a227fc-06aa-77c8-aba7-e51f7714f407";
const RUI = "01a227fc-06aa-77c8-aba7-e51f7714f408";
const period = { timeZone: "America/Sao_Paulo", firstDay: "2026-11-23", lastDay: "2026-11-29" };

const agents = {
  ...period,
  items: [
    { agentId: ANA, name: "Ana", ...ticketFigures({ opened: 9, closed: 3, firstReply: durations(600) }) },
    {
      agentId: RUI,
      name: null,
      ...ticketFigures({
        opened: 2,
        closed: 5,
        promises: { kept: 3, broken: 1, rate: 0.75 },
      }),
    },
    { agentId: null, name: null, ...ticketFigures({ opened: 1 }) },
  ],
  previous: {
    ...period,
    items: [{ agentId: ANA, name: "Ana", ...ticketFigures({ closed: 6, firstReply: durations(1200) }) }],
  },
};

function show(
  at: string,
  api: Record<string, Route> = {},
  permissions = ["reports:read" as const],
  locale: "en" | "pt" = "en",
) {
  // What has no size is not drawn.
  vi.stubGlobal("matchMedia", (query: string) => ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }));
  return renderAt(<ReportsScreen />, {
    path: "/reports/{-$tab}",
    at,
    messages: ["reports"],
    permissions: [...permissions, "tickets:read", "channels:read", "users:read"],
    locale,
    api: {
      "GET /api/v1/channels": () => ({ items: [] }),
      "GET /api/v1/users": () => ({ items: [] }),
      "GET /api/v1/tags": () => ({ items: [] }),
      "GET /api/v1/queues": () => ({ items: [{ id: QUEUE, name: "Vendas", memberIds: ["u1"] }] }),
      "GET /api/v1/reports/agents": () => agents,
      "GET /api/v1/reports/summary": () => summary(1),
      "GET /api/v1/reports/daily": () => ({ timeZone: "America/Sao_Paulo", days: [] }),
      ...api,
    },
  });
}

const names = () =>
  within(screen.getByRole("table", { name: "Agents" }))
    .getAllByRole("row")
    .slice(1)
    .map((row) => within(row).getAllByRole("cell")[0]?.textContent);

describe("a report", () => {
  it("is of the period and the filters that the address has", async () => {
    const { asked, address } = await show(`/reports/agents?from=2026-11-01&to=2026-11-02&queue=${QUEUE}`);
    await screen.findByRole("table", { name: "Agents" });
    const question = asked.find(({ path }) => path.endsWith("/agents"));
    expect(Object.fromEntries(question?.query ?? [])).toEqual({
      from: "2026-11-01",
      to: "2026-11-02",
      queueId: QUEUE,
      compare: "true",
    });
    await userEvent.click(await screen.findByRole("switch", { name: "Compare with the previous period" }));
    await waitFor(() => expect(address()).toContain("compare=false"));
    expect(screen.getByRole("link", { name: "By day" }).getAttribute("href")).toContain(`queue=${QUEUE}`);
    await userEvent.click(screen.getByRole("button", { name: "Clear filters" }));
    await waitFor(() => expect(address()).not.toContain("queue="));
  });

  it("names who is unknown here, and says how each differs from before", async () => {
    await show("/reports/agents");
    const table = await screen.findByRole("table", { name: "Agents" });
    expect(names()).toEqual(["Removed agent", "Ana", "Nobody"]);
    const ana = within(table).getByRole("link", { name: /Ana/ }).closest("tr") as HTMLElement;
    expect(ana.textContent).toContain("10 min");
    expect(ana.textContent).toContain("90% within 40 min");
    expect(ana.textContent).toContain("50% less than in the previous period");
    expect(within(ana).getByRole("link").getAttribute("href")).toBe(`/reports/summary?agent=${ANA}`);
    expect(within(table).getByText("75%").closest("td")?.textContent).toContain("3 of 4");
    await expectAccessible();
  });

  it("is sorted by its headings, and keeps the order in the address", async () => {
    const { address } = await show("/reports/agents?order=opened-desc");
    await screen.findByRole("table", { name: "Agents" });
    expect(names()).toEqual(["Ana", "Removed agent", "Nobody"]);
    await userEvent.click(screen.getByRole("button", { name: "Opened" }));
    await waitFor(() => expect(address()).toContain("order=opened-asc"));
    expect(names()).toEqual(["Nobody", "Removed agent", "Ana"]);
    expect(screen.getByRole("columnheader", { name: "Opened" }).getAttribute("aria-sort")).toBe("ascending");
    // Those without a value are last, in each direction.
    await userEvent.click(screen.getByRole("button", { name: "First reply" }));
    await waitFor(() => expect(names()[0]).toBe("Ana"));
    await userEvent.click(screen.getByRole("button", { name: "First reply" }));
    await waitFor(() => expect(address()).toContain("order=firstReply-asc"));
    expect(names()[0]).toBe("Ana");
  });

  it("has words of their own for the order of names where there are no headings", async () => {
    const { address } = await show("/reports/agents");
    await screen.findByRole("table", { name: "Agents" });
    const order = screen.getByRole("combobox", { name: "Sort by" });
    const words = within(order)
      .getAllByRole("option")
      .slice(0, 4)
      .map((option) => option.textContent);
    expect(words).toEqual(["Agent, A–Z", "Agent, Z–A", "Opened, highest first", "Opened, lowest first"]);
    await userEvent.selectOptions(order, "Agent, A–Z");
    await waitFor(() => expect(address()).toContain("order=name-asc"));
  });

  it("is saved by a link that is made for it", async () => {
    const click = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => undefined);
    const { asked } = await show(`/reports/agents?days=7&queue=${QUEUE}`, {
      "POST /api/v1/reports/agents/export": () => ({ url: "/files/x", expiresAt: "2026-11-29T12:00:00Z" }),
    });
    await userEvent.click(await screen.findByRole("button", { name: "Download" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "CSV" }));
    await waitFor(() => expect(click).toHaveBeenCalledOnce());
    const query = asked.find(({ method }) => method === "POST")?.query;
    expect([query?.get("format"), query?.get("separator"), query?.get("queueId")]).toEqual([
      "csv",
      "comma",
      QUEUE,
    ]);
    click.mockRestore();
  });

  it("says why it could not be saved", async () => {
    await show("/reports/agents", { "POST /api/v1/reports/agents/export": () => problem(403, "forbidden") });
    await userEvent.click(await screen.findByRole("button", { name: "Download" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Spreadsheet (XLSX)" }));
    expect(await screen.findByText("This is not allowed.")).toBeDefined();
  });

  it.each([
    ["queues", "queueId", "As 10 primeiras de 12 filas"],
    ["tags", "tagId", "As 10 primeiras de 12 etiquetas"],
    ["agents", "agentId", "Os 10 primeiros de 12 atendentes"],
  ])("says of which %s its charts are the first", async (kind, key, words) => {
    const items = Array.from({ length: 12 }, (_, at) => ({
      [key]: QUEUE.slice(0, -2) + String(10 + at),
      name: `Nome ${at}`,
      ...ticketFigures({ closed: 1 + at }),
    }));
    const api = { [`GET /api/v1/reports/${kind}`]: () => ({ ...period, items }) };
    await show(`/reports/${kind}`, api, undefined, "pt");
    expect(await screen.findByText(words)).toBeDefined();
  });

  it("says where nothing was", async () => {
    await show("/reports/agents", { "GET /api/v1/reports/agents": () => ({ ...period, items: [] }) });
    expect(await screen.findByText("No agent had tickets")).toBeDefined();
  });

  it("of today is not compared with the whole of yesterday, and says why", async () => {
    const { asked } = await show("/reports/agents?range=today");
    await screen.findByRole("table", { name: "Agents" });
    expect(screen.getByText(/^Today is not over/)).toBeDefined();
    expect(asked.find(({ path }) => path.endsWith("/agents"))?.query.has("compare")).toBe(false);
    await screen.findByRole("combobox", { name: "Period" });
    expect(screen.queryByRole("switch", { name: /^Compare with/ })).toBeNull();
    expect(screen.queryByText(/Compared with/)).toBeNull();
  });

  it("says on paper that its times are of business hours, where it has times", async () => {
    const { unmount } = await show("/reports/agents?hours=business");
    expect(await screen.findByText(/· Times in business hours$/)).toBeDefined();
    unmount();
    await show("/reports/daily?hours=business", {
      "GET /api/v1/reports/hourly": () => ({ ...period, hours: [] }),
    });
    expect(await screen.findByText(/^Period: /)).toBeDefined();
    expect(screen.queryByText(/business hours/)).toBeNull();
  });

  it("says in words what a printed one is of", async () => {
    await show(`/reports/agents?from=2026-11-01&to=2026-11-02&queue=${QUEUE}`);
    expect(
      await screen.findByText(
        "Period: November 1, 2026 to November 2, 2026 · Compared with October 30, 2026 to October 31, 2026 · Queue: Vendas",
      ),
    ).toBeDefined();
  });
});

describe("the screen", () => {
  it("leads to the summary where a report is not named", async () => {
    const { address } = await show("/reports?days=7");
    await waitFor(() => expect(address()).toBe("/reports/summary?days=7"));
  });

  it("is not for those who may not read reports", async () => {
    await show("/reports/agents", {}, []);
    expect(await screen.findByText("You have no access to this page")).toBeDefined();
  });
});
