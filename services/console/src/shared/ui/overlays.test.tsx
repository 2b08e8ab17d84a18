/** Dialogs, menus, selects and toasts, by keyboard. */

import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MoreVertical, Trash2 } from "lucide-react";
import { useState } from "react";
import { describe, expect, it, vi } from "vitest";
import { expectAccessible } from "../testing/axe";
import { render } from "../testing/render";
import { Button } from "./Button";
import { ConfirmHost } from "./ConfirmHost";
import { Dialog } from "./Dialog";
import { Field } from "./Field";
import { IconButton } from "./IconButton";
import { Menu } from "./Menu";
import { Select } from "./Select";
import { TextInput } from "./TextInput";
import { Toaster } from "./Toaster";
import { toast } from "./toast";

function Renaming({ onSave }: { onSave: (name: string) => void }) {
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState("");
  return (
    <>
      <Button onClick={() => setOpen(true)}>Renomear</Button>
      <Dialog
        title="Renomear a fila"
        text="O nome aparece para toda a equipe."
        open={isOpen}
        onClose={() => setOpen(false)}
        onSubmit={() => onSave(name)}
        actions={<Button type="submit">Salvar</Button>}
      >
        <Field label="Nome">
          <TextInput value={name} onValue={setName} />
        </Field>
      </Dialog>
      <ConfirmHost />
    </>
  );
}

describe("Dialog", () => {
  it("submits by Enter, leaves by Escape and gives the focus back", async () => {
    const save = vi.fn();
    await render(<Renaming onSave={save} />);
    const trigger = screen.getByRole("button", { name: "Renomear" });
    await userEvent.click(trigger);
    await screen.findByRole("dialog", {
      name: "Renomear a fila",
      description: "O nome aparece para toda a equipe.",
    });
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Nome")));
    await expectAccessible();
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(trigger));
    await userEvent.click(trigger);
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Nome")));
    await userEvent.keyboard("Vendas{Enter}");
    expect(save).toHaveBeenCalledWith("Vendas");
  });

  it("asks before what was typed is lost", async () => {
    await render(<Renaming onSave={vi.fn()} />);
    await userEvent.click(screen.getByRole("button", { name: "Renomear" }));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Nome")));
    await userEvent.keyboard("Ven{Escape}");
    const question = await screen.findByRole("alertdialog", { name: "Descartar o que você digitou?" });
    await waitFor(() => expect(question.contains(document.activeElement)).toBe(true));
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
    expect((screen.getByLabelText("Nome") as HTMLInputElement).value).toBe("Ven");
    await userEvent.keyboard("{Escape}");
    await userEvent.click(await screen.findByRole("button", { name: "Descartar" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("asks before what is shown only once is gone", async () => {
    const close = vi.fn();
    await render(
      <>
        <Dialog open title="Segredo" loss="once" onClose={close}>
          s3cr3t
        </Dialog>
        <ConfirmHost />
      </>,
    );
    await screen.findByRole("dialog", { name: "Segredo" });
    await userEvent.keyboard("{Escape}");
    await userEvent.click(await screen.findByRole("button", { name: "Voltar" }));
    await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
    expect(close).not.toHaveBeenCalled();
    await userEvent.keyboard("{Escape}");
    await userEvent.click(await screen.findByRole("button", { name: "Fechar mesmo assim" }));
    await waitFor(() => expect(close).toHaveBeenCalledOnce());
  });

  it("is closed by nothing but its actions while something runs", async () => {
    const close = vi.fn();
    await render(<Dialog open modal loss="changes" title="Fila" onClose={close} />);
    await screen.findByRole("dialog", { name: "Fila" });
    await userEvent.keyboard("{Escape}");
    expect(screen.queryByRole("button", { name: "Fechar" })).toBeNull();
    expect(close).not.toHaveBeenCalled();
  });

  it("closes without a question once what was typed is taken back", async () => {
    await render(<Renaming onSave={vi.fn()} />);
    await userEvent.click(screen.getByRole("button", { name: "Renomear" }));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Nome")));
    await userEvent.keyboard("a{Backspace}{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });
});

describe("Menu", () => {
  it("opens and acts by keyboard", async () => {
    const remove = vi.fn();
    await render(
      <Menu
        trigger={<IconButton label="Mais ações" icon={MoreVertical} />}
        items={[
          { label: "Editar" },
          { label: "Compacto", checked: true },
          "separator",
          { label: "Excluir", icon: Trash2, danger: true, onSelect: remove },
        ]}
      />,
    );
    screen.getByRole("button", { name: "Mais ações" }).focus();
    await userEvent.keyboard("{Enter}");
    expect(await screen.findByRole("menu", { name: "Mais ações" })).toBeTruthy();
    expect(screen.getByRole("menuitemcheckbox", { name: "Compacto", checked: true })).toBeTruthy();
    await expectAccessible();
    await new Promise((done) => setTimeout(done, 600));
    expect(screen.queryByRole("tooltip")).toBeNull();
    await userEvent.keyboard("{End}{Enter}");
    expect(remove).toHaveBeenCalledOnce();
  });
});

describe("Select", () => {
  it("is named by its field and chooses by keyboard", async () => {
    const choose = vi.fn();
    const options = [
      { value: "sales", label: "Vendas" },
      { value: "support", label: "Suporte", hint: "Segunda a sexta" },
    ];
    await render(
      <Field label="Fila">
        <Select value="sales" onValue={choose} options={options} />
      </Field>,
    );
    const trigger = screen.getByRole("combobox", { name: "Fila" });
    expect(trigger.textContent).toContain("Vendas");
    trigger.focus();
    await userEvent.keyboard("{Enter}");
    await screen.findByRole("listbox");
    await expectAccessible();
    await userEvent.keyboard("{ArrowDown}{Enter}");
    expect(choose).toHaveBeenCalledWith("support");
  });
});

describe("Select in a toolbar", () => {
  it("is named by what stands before its value", async () => {
    await render(
      <Select
        inline
        prefix="Fila"
        value="a"
        onValue={() => {}}
        options={[{ value: "a", label: "Vendas" }]}
      />,
    );
    expect(screen.getByRole("combobox", { name: "Fila" }).textContent).toContain("Vendas");
    await expectAccessible();
  });
});

describe("toast", () => {
  it("is announced, acts once, and goes by itself", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const undo = vi.fn();
    await render(<Toaster />);
    act(() => void toast({ text: "Contato excluído", action: { label: "Desfazer", onAction: undo } }));
    act(() => void toast({ text: "Salvo", tone: "good" }));
    act(() => void toast({ text: "Não foi salvo", tone: "danger" }));
    await expectAccessible();
    await userEvent.click(screen.getByRole("button", { name: "Desfazer" }));
    expect(undo).toHaveBeenCalledOnce();
    expect(screen.queryByText("Contato excluído")).toBeNull();
    await userEvent.unhover(screen.getByRole("region", { name: "Avisos" }));
    act(() => (document.activeElement as HTMLElement | null)?.blur());
    await act(() => vi.advanceTimersByTimeAsync(7000));
    expect(screen.queryByText("Salvo")).toBeNull();
    expect(screen.getByText("Não foi salvo")).toBeTruthy();
    vi.useRealTimers();
  });
});
