/** The way from the reports to e-mails and exports: for whom there is one, and what it remembers. */

import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { renderAt } from "@/shared/testing/renderAt";
import { ReportLinks } from "./ReportLinks";

const show = (role: "agent" | "viewer") =>
  renderAt(<ReportLinks report="agents" search={{ days: 7, compare: false, order: "opened-asc" }} />, {
    path: "/reports/{-$tab}",
    at: "/reports/agents",
    messages: ["reports"],
    permissions: ["reports:read"],
    role,
    locale: "en",
    api: {},
  });
const href = async (name: string) => (await screen.findByRole("link", { name })).getAttribute("href");

it("remembers the report, its period and its filters", async () => {
  await show("viewer");
  expect(await href("By e-mail")).toBe("/reports/schedules?report=agents&days=7&compare=false");
  expect(await href("Exports")).toBe("/reports/exports?report=agents&days=7&compare=false");
});

it("leads agents to no e-mails, which they do not get", async () => {
  await show("agent");
  expect(await href("Exports")).toContain("/reports/exports");
  expect(screen.queryByRole("link", { name: "By e-mail" })).toBeNull();
});
