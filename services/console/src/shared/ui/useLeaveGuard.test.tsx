/** Leaving a page with something unsaved: asked about, and undone or done by the answer. */

import { Link } from "@tanstack/react-router";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { act, useState } from "react";
import { afterEach, expect, it, vi } from "vitest";
import { session } from "../api/session";
import { renderAt } from "../testing/renderAt";
import { useLeaveGuard } from "./useLeaveGuard";

afterEach(() => vi.unstubAllGlobals());

function Form({ of }: { of?: "page" | "view" }) {
  const [text, setText] = useState("");
  const release = useLeaveGuard(text !== "", of);
  return (
    <>
      <input aria-label="text" value={text} onChange={(event) => setText(event.target.value)} />
      <Link to="/register">away</Link>
      <Link to="/register" onClick={release}>
        saved
      </Link>
      <Link to="/campaigns" search={{ show: "segments" }}>
        tab
      </Link>
    </>
  );
}

const LOGOUT = { "POST /api/v1/auth/web/logout": () => new Response(null, { status: 204 }) };
const show = (of?: "page" | "view") =>
  renderAt(<Form of={of} />, {
    path: "/campaigns",
    at: "/campaigns",
    messages: [],
    permissions: [],
    api: LOGOUT,
  });
const type = async () => userEvent.type(await screen.findByLabelText("text"), "a");
const click = (name: string) => userEvent.click(screen.getByText(name));

it("does not ask while nothing was typed", async () => {
  const { address } = await show();
  await screen.findByLabelText("text");
  await click("away");
  await waitFor(() => expect(address()).toBe("/register"));
});

it("stays with what was typed, or leaves it, as is answered", async () => {
  const { address } = await show();
  await type();
  await click("away");
  await userEvent.click(await screen.findByRole("button", { name: "Continuar aqui" }));
  expect(address()).toBe("/campaigns");
  expect((screen.getByLabelText("text") as HTMLInputElement).value).toBe("a");
  await click("away");
  await userEvent.click(await screen.findByRole("button", { name: "Sair sem salvar" }));
  await waitFor(() => expect(address()).toBe("/register"));
});

it("asks about another view of the page only where that closes the form", async () => {
  const { address } = await show();
  await type();
  await click("tab");
  await waitFor(() => expect(address()).toBe("/campaigns?show=segments"));
});

it("asks about another view where that closes the form", async () => {
  const { address } = await show("view");
  await type();
  await click("tab");
  await userEvent.click(await screen.findByRole("button", { name: "Continuar aqui" }));
  expect(address()).toBe("/campaigns");
});

it("lets go once what was typed is saved", async () => {
  const { address } = await show();
  await type();
  await click("saved");
  await waitFor(() => expect(address()).toBe("/register"));
});

it("lets go whose session has ended", async () => {
  const { address } = await show();
  await type();
  await act(() => session.logout());
  await click("away");
  await waitFor(() => expect(address()).toBe("/register"));
});
