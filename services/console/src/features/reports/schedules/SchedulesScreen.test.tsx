/** Scheduled reports: made, changed, sent and paused by who manages them; left by who gets them. */

import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { expectAccessible } from "@/shared/testing/axe";
import { answer, problem } from "@/shared/testing/people";
import { type Route, renderAt } from "@/shared/testing/renderAt";
// Loaded here, so that no test waits for them.
import "./RunsDrawer";
import "./ScheduleDialog";
import { SchedulesScreen } from "./SchedulesScreen";
import { LOOKUPS, run, schedule } from "./schedules.testing";

vi.mock("@tanstack/react-router", async (load) => {
  const router = await load<typeof import("@tanstack/react-router")>();
  // The router of a test has one route, with another id than the console's.
  return { ...router, useParams: () => router.useParams({ strict: false }) };
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

type Permissions = Parameters<typeof renderAt>[1]["permissions"];
const READER: Permissions = ["reports:read", "users:read", "tickets:read", "channels:read"];
const MANAGER: Permissions = [...READER, "reports:manage"];

type Role = Parameters<typeof renderAt>[1]["role"];
const show = (
  api: Record<string, Route> = {},
  permissions = MANAGER,
  at = "/reports/schedules",
  role: Role = permissions === MANAGER ? "admin" : "viewer",
) =>
  renderAt(<SchedulesScreen />, {
    path: "/reports/schedules/{-$scheduleId}",
    at,
    messages: ["reportsSchedules"],
    permissions,
    ...(role && { role }),
    locale: "en",
    api: {
      ...LOOKUPS,
      "GET /api/v1/reports/schedules": () => ({ items: [schedule], nextCursor: null }),
      "GET /api/v1/reports/schedules/s1/runs": () => ({ items: [run], nextCursor: null }),
      "PATCH /api/v1/reports/schedules/s1": () => schedule,
      ...api,
    },
  });

const choose = async (task: string) => {
  await userEvent.click(await screen.findByRole("button", { name: /^Actions for/ }));
  await userEvent.click(await screen.findByRole("menuitem", { name: task }));
};

it("says when, to whom, what came of it, and who gets none", async () => {
  await show();
  const row = within(await screen.findByRole("row", { name: /A semana em números/ }));
  expect(row.getByText("Every Monday at 08:00")).toBeTruthy();
  expect(row.getByText("Ana Lima and Beto Dias")).toBeTruthy();
  expect(row.getByText(/^Beto Dias won’t receive it/)).toBeTruthy();
  expect(row.getByText("Partially sent")).toBeTruthy();
  await expectAccessible();
});

const NONE = { "GET /api/v1/reports/schedules": () => ({ items: [], nextCursor: null }) };

it("says what is missing before it is sent", async () => {
  const { asked } = await show(NONE);
  await userEvent.click(await screen.findByRole("button", { name: "Schedule a report" }));
  await userEvent.click(await screen.findByText("Schedule"));
  expect(await screen.findByText(/Enter a name/)).toBeTruthy();
  expect(screen.getByText("Choose at least one person.")).toBeTruthy();
  expect(asked.some(({ method }) => method === "POST")).toBe(false);
});

it("makes one", async () => {
  const { asked } = await show({ ...NONE, "POST /api/v1/reports/schedules": () => answer(schedule, 201) });
  await userEvent.click(await screen.findByRole("button", { name: "Schedule a report" }));
  await userEvent.click(await screen.findByLabelText("Name"));
  await userEvent.paste(" Vendas ");
  await userEvent.click(screen.getByLabelText("Every month"));
  await userEvent.click(screen.getByLabelText("Recipients"));
  await userEvent.paste("a");
  await userEvent.click(await screen.findByText("u1@example.com"));
  expect(screen.queryByText(/Caio Reis/)).toBeNull();
  await userEvent.click(screen.getByText("Schedule"));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(asked.find(({ method }) => method === "POST")?.body).toMatchObject({
    name: "Vendas",
    report: "summary",
    every: "monthly",
    weekday: null,
    day: 1,
    hour: 8,
    recipientIds: ["u1"],
  });
});

it("does not overwrite unasked what somebody else changed meanwhile", async () => {
  let tries = 0;
  const { asked } = await show({
    "PATCH /api/v1/reports/schedules/s1": () => {
      tries += 1;
      return tries === 1 ? problem(412, "revision-mismatch", { revision: 7 }) : schedule;
    },
  });
  await choose("Change");
  const dialog = within(await screen.findByRole("dialog"));
  await userEvent.type(dialog.getByLabelText("Name"), "!");
  await userEvent.click(dialog.getByRole("button", { name: "Save" }));
  expect(await dialog.findByText("Someone else changed this schedule")).toBeTruthy();
  await userEvent.click(dialog.getByRole("button", { name: "Save my version" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const sent = asked.filter(({ method }) => method === "PATCH").map(({ headers }) => headers.get("if-match"));
  expect(sent).toEqual(['"3"', '"7"']);
});

it("keeps the filters of a report by tag that is opened and changed", async () => {
  const byTag = {
    ...schedule,
    report: "tags",
    filters: { channelId: null, queueId: "q1", agentId: "u3", tagId: "gone" },
  };
  const { asked } = await show({
    "GET /api/v1/reports/schedules": () => ({ items: [byTag], nextCursor: null }),
  });
  expect(await screen.findByText("Tags · Excel")).toBeTruthy();
  await choose("Change");
  const dialog = within(await screen.findByRole("dialog"));
  expect(dialog.getByLabelText("Report").textContent).toContain("Tags");
  expect((await dialog.findByLabelText("Queue")).textContent).toContain("Vendas");
  expect(dialog.getByLabelText("Tag").textContent).toContain("No longer exists");
  await userEvent.type(dialog.getByLabelText("Name"), "!");
  await userEvent.click(dialog.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const sent = asked.find(({ method }) => method === "PATCH")?.body;
  expect(sent).toMatchObject({ report: "tags", filters: byTag.filters });
});

it("sends it at once, after asking; only those who may get it are counted", async () => {
  const { asked } = await show({ "POST /api/v1/reports/schedules/s1/send": () => answer(run, 202) });
  await choose("Send now");
  const question = within(await screen.findByRole("alertdialog"));
  expect(question.getByText(/^It goes to 1 person right away/)).toBeTruthy();
  await userEvent.click(question.getByRole("button", { name: "Send now" }));
  expect(await screen.findByText("The report is on its way.")).toBeTruthy();
  expect(asked.some(({ path }) => path.endsWith("/s1/send"))).toBe(true);
});

it("says why it was not sent at once", async () => {
  await show({
    "POST /api/v1/reports/schedules/s1/send": () => problem(429, "x", { detail: "Too many, too fast." }),
  });
  await choose("Send now");
  await userEvent.click(
    within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Send now" }),
  );
  expect(await screen.findByText(/Too many/)).toBeTruthy();
});

it("pauses and deletes", async () => {
  const { asked } = await show({ "DELETE /api/v1/reports/schedules/s1": () => answer(null, 204) });
  await choose("Pause");
  await waitFor(() =>
    expect(asked.find(({ method }) => method === "PATCH")?.body).toEqual({ enabled: false }),
  );
  await choose("Delete");
  await userEvent.click(
    within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Delete" }),
  );
  await waitFor(() => expect(asked.some(({ method }) => method === "DELETE")).toBe(true));
});

it("shows what came of each e-mail, at an address", async () => {
  const { address } = await show();
  await choose("Delivery history");
  await waitFor(() => expect(address()).toBe("/reports/schedules/s1"));
  const drawer = within(await screen.findByRole("dialog"));
  expect(await drawer.findByText("not sent: the mail server refused it")).toBeTruthy();
  expect(drawer.getByText("Covers 11/16/26 – 11/22/26")).toBeTruthy();
});

it("is read again while it is sent, ever less often, and the open list of what was sent with it", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  let last = { ...run, status: "pending" };
  const { asked } = await show(
    {
      "GET /api/v1/reports/schedules": () => ({
        items: [{ ...schedule, lastRun: last }],
        nextCursor: null,
      }),
      "GET /api/v1/reports/schedules/s1/runs": () => ({ items: [last], nextCursor: null }),
    },
    MANAGER,
    "/reports/schedules/s1",
  );
  const count = (end: string) => asked.filter(({ path }) => path.endsWith(end)).length;
  const drawer = within(await screen.findByRole("dialog"));
  expect(await drawer.findByText("Sending")).toBeTruthy();
  await act(() => vi.advanceTimersByTimeAsync(58_000));
  const inAMinute = count("/schedules");
  expect(inAMinute).toBeGreaterThan(15);
  await act(() => vi.advanceTimersByTimeAsync(240_000));
  expect(count("/schedules") - inAMinute).toBeLessThan(7);
  expect(count("/runs")).toBe(1);
  last = { ...run, status: "sent" };
  await act(() => vi.advanceTimersByTimeAsync(60_000));
  expect(await drawer.findByText("Sent")).toBeTruthy();
  expect(count("/runs")).toBe(2);
});

it("says so where the address of an e-mail leads to nothing any more", async () => {
  const { address } = await show({}, MANAGER, "/reports/schedules/gone");
  const words = await screen.findByText(/no longer sent by e-mail/);
  const banner = within(words.parentElement?.parentElement as HTMLElement);
  await userEvent.click(banner.getByRole("button", { name: "Close" }));
  await waitFor(() => expect(address()).toBe("/reports/schedules"));
});

it("lets who only gets it look, and leave", async () => {
  const { asked } = await show(
    { "DELETE /api/v1/reports/schedules/s1/recipients/me": () => answer(null, 204) },
    READER,
  );
  await userEvent.click(await screen.findByRole("button", { name: /^Actions for/ }));
  const items = (await screen.findAllByRole("menuitem")).map(({ textContent }) => textContent);
  expect(items).toEqual(["Delivery history", "Stop receiving"]);
  expect(screen.queryByRole("button", { name: "Schedule a report" })).toBeNull();
  await userEvent.click(screen.getByRole("menuitem", { name: "Stop receiving" }));
  await userEvent.click(
    within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Stop receiving" }),
  );
  await waitFor(() => expect(asked.some(({ path }) => path.endsWith("/recipients/me"))).toBe(true));
});

const heading = () => screen.findByRole("heading", { level: 1, name: "Reports by e-mail" });

it("invites to schedule one only those who may", async () => {
  const { unmount } = await show(NONE);
  expect(await screen.findByText(/Monday morning/)).toBeTruthy();
  unmount();
  await show(NONE, READER);
  expect(await screen.findByText(/Owners and administrators can schedule reports/)).toBeTruthy();
  expect(screen.queryByText(/Monday morning/)).toBeNull();
  expect(screen.queryByRole("button", { name: "Schedule a report" })).toBeNull();
});

it("says to agents that it is not for them; one who still is a recipient can leave", async () => {
  const { unmount } = await show(NONE, READER, undefined, "agent");
  expect(await screen.findByText("Agents don’t get reports by e-mail")).toBeTruthy();
  expect(screen.queryByText("No reports are sent by e-mail yet")).toBeNull();
  unmount();
  await show({}, READER, undefined, "agent");
  expect(await screen.findByText("A semana em números")).toBeTruthy();
  expect(screen.queryByText("Agents don’t get reports by e-mail")).toBeNull();
});

it("leads back to the report that was left for it, with its period and filters", async () => {
  const { address } = await show({}, MANAGER, "/reports/schedules?report=agents&days=7&order=opened-asc");
  await heading();
  expect(screen.getByRole("link", { name: "Exports" }).getAttribute("href")).toBe(
    "/reports/exports?days=7&report=agents",
  );
  await choose("Delivery history");
  await waitFor(() => expect(address()).toContain("/reports/schedules/s1?"));
  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await userEvent.click(screen.getByRole("button", { name: "Back" }));
  await waitFor(() => expect(address()).toBe("/reports/agents?days=7"));
});

it("is not shown to who may not read reports", async () => {
  await show({}, []);
  expect(await heading()).toBeTruthy();
  expect(screen.queryByText("A semana em números")).toBeNull();
});
