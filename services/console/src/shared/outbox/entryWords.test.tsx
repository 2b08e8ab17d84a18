/** Why something was not sent, in words. */

import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import type { Problem } from "../api/problems";
import { render } from "../testing/render";
import type { Failure } from "./entry";
import { useEntryWords } from "./entryWords";

function Why({ failure }: { failure?: Failure }) {
  return <p>{useEntryWords()(failure ? { failure } : {}) ?? "none"}</p>;
}

it("says the API's reason, and our own", async () => {
  const problem = { status: 409, code: "window-closed", title: "", type: "" } as Problem;
  await render(
    <>
      <Why failure={{ kind: "refused", problem }} />
      <Why failure={{ kind: "old" }} />
      <Why />
    </>,
    { locale: "en" },
  );
  expect(await screen.findByText(/24 hours|window/i)).toBeDefined();
  expect(screen.getByText(/more than a day/)).toBeDefined();
  expect(screen.getByText("none")).toBeDefined();
});
