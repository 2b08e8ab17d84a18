/** What a report shows while it is read, and where it could not be. */

import { QueryClient, useQuery } from "@tanstack/react-query";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { api, ask } from "@/shared/api/client";
import { problem } from "@/shared/testing/people";
import { render } from "@/shared/testing/render";
import { serve } from "@/shared/testing/server";
import { Loaded } from "./Loaded";

const client = () => new QueryClient({ defaultOptions: { queries: { retry: false } } });

function Tags() {
  const query = useQuery({ queryKey: ["tags"], queryFn: () => ask(api.GET("/api/v1/tags")) });
  return <Loaded query={query}>{({ items }) => <p>{items.length} tags</p>}</Loaded>;
}

const show = (queryClient: QueryClient) =>
  render(<Tags />, { messages: ["reports"], locale: "en", queryClient });

it("keeps figures that newer ones could not be read for, and says of when they are", async () => {
  let answer: () => unknown = () => ({ items: [] });
  serve({ "GET /api/v1/tags": () => answer() });
  const queries = client();
  await show(queries);
  expect(await screen.findByText("0 tags")).toBeDefined();
  answer = () => problem(503, "unavailable");
  await queries.refetchQueries();
  expect(await screen.findByText(/^Not updated since \d\d:\d\d$/)).toBeDefined();
  expect(screen.getByText("0 tags")).toBeDefined();
  expect(screen.queryByRole("alert")).toBeNull();
  answer = () => ({ items: [{}] });
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("1 tags")).toBeDefined();
  await waitFor(() => expect(screen.queryByText(/^Not updated since/)).toBeNull());
});

it("says why, where there is nothing or it may no longer be seen", async () => {
  let answer: () => unknown = () => problem(503, "unavailable");
  serve({ "GET /api/v1/tags": () => answer() });
  const queries = client();
  await show(queries);
  const again = await screen.findByRole("button", { name: "Try again" });
  answer = () => ({ items: [] });
  await userEvent.click(again);
  expect(await screen.findByText("0 tags")).toBeDefined();
  answer = () => problem(403, "forbidden");
  await queries.refetchQueries();
  expect(await screen.findByText("You have no access to this page")).toBeDefined();
  expect(screen.queryByText("0 tags")).toBeNull();
});
