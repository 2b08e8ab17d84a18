/** A form above a settings page: Escape closes it, not without a question once something was chosen in it. */

import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, expect, it, vi } from "vitest";
import { renderAt } from "@/shared/testing/renderAt";
import { Switch } from "@/shared/ui/Checkbox";
import { FormDialog } from "./FormDialog";

afterEach(() => vi.unstubAllGlobals());

const close = vi.fn();

function Form() {
  const [isOn, setOn] = useState(false);
  const send = async () => undefined;
  return (
    <FormDialog title="Fila" fields={[]} values={[isOn]} onSend={send} onClose={close}>
      {() => <Switch label="Com horário" checked={isOn} onValue={setOn} />}
    </FormDialog>
  );
}

it("asks on Escape once something was changed, and only then", async () => {
  await renderAt(<Form />, { path: "/", at: "/", messages: ["settingsParts"], permissions: [], api: {} });
  const choice = await screen.findByRole("switch", { name: "Com horário" });
  await userEvent.click(choice);
  await userEvent.keyboard("{Escape}");
  const question = await screen.findByRole("alertdialog", { name: "Sair sem salvar?" });
  await userEvent.click(within(question).getByRole("button", { name: "Continuar aqui" }));
  await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
  expect(close).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole("switch", { name: "Com horário" }));
  await userEvent.keyboard("{Escape}");
  expect(screen.queryByRole("alertdialog")).toBeNull();
  expect(close).toHaveBeenCalledOnce();
});
