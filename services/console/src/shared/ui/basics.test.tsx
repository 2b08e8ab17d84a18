/** Buttons, fields, empty and error states, pages. */

import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Inbox, Pencil, Search } from "lucide-react";
import { describe, expect, it, vi } from "vitest";
import { type Problem, ProblemError } from "../api/problems";
import { expectAccessible } from "../testing/axe";
import { render } from "../testing/render";
import { Badge } from "./Badge";
import { Button } from "./Button";
import { Empty } from "./Empty";
import { ErrorBox } from "./ErrorBox";
import { Field } from "./Field";
import { Forbidden } from "./Forbidden";
import { IconButton } from "./IconButton";
import { Page } from "./Page";
import { Skeleton } from "./Skeleton";
import { PasswordInput, SearchInput, TextArea, TextInput } from "./TextInput";

describe("buttons", () => {
  it("ignores presses while busy, and keeps the focus", async () => {
    const press = vi.fn();
    await render(
      <Button busy onClick={press}>
        Salvar
      </Button>,
    );
    const button = screen.getByRole("button", { name: "Salvar" });
    await userEvent.click(button);
    expect(press).not.toHaveBeenCalled();
    expect(document.activeElement).toBe(button);
    expect(button.getAttribute("aria-busy")).toBe("true");
  });

  it("does not submit a form while busy", async () => {
    const submit = vi.fn((event: Event) => event.preventDefault());
    await render(
      <form onSubmit={(event) => submit(event.nativeEvent)}>
        <Button type="submit" busy>
          Enviar
        </Button>
      </form>,
    );
    await userEvent.click(screen.getByRole("button"));
    expect(submit).not.toHaveBeenCalled();
  });

  it("names an icon, and says its shortcut", async () => {
    await render(<IconButton label="Editar" icon={Pencil} shortcut="e" />);
    const button = screen.getByRole("button", { name: "Editar" });
    expect(button.getAttribute("aria-keyshortcuts")).toBe("e");
    await userEvent.hover(button);
    expect((await screen.findByRole("tooltip")).textContent).toContain("Editare");
    await userEvent.keyboard("{Escape}");
    expect(screen.queryByRole("tooltip")).toBeNull();
    await expectAccessible();
  });
});

describe("fields", () => {
  it("gives its control a name, a hint and what is wrong", async () => {
    await render(
      <Field label="Nome" hint="Como aparece para o cliente" error="Preencha o nome" required>
        <TextInput />
      </Field>,
    );
    const input = screen.getByRole("textbox", {
      name: "Nome",
      description: "Preencha o nome Como aparece para o cliente",
    });
    expect(input.getAttribute("aria-invalid")).toBe("true");
    expect(input.getAttribute("aria-required")).toBe("true");
    await expectAccessible();
  });

  it("hands on what is typed", async () => {
    const type = vi.fn();
    await render(
      <Field label="Recado" optional>
        <TextArea onValue={type} />
      </Field>,
    );
    await userEvent.type(screen.getByLabelText(/Recado/), "oi");
    expect(type).toHaveBeenLastCalledWith("oi");
  });

  it("shows a password on demand", async () => {
    await render(
      <Field label="Senha">
        <PasswordInput defaultValue="segredo" />
      </Field>,
    );
    const input = screen.getByLabelText("Senha");
    expect(input.getAttribute("type")).toBe("password");
    await userEvent.click(screen.getByRole("button", { name: "Mostrar senha" }));
    expect(input.getAttribute("type")).toBe("text");
    await expectAccessible();
  });

  it("empties a search by Escape", async () => {
    const change = vi.fn();
    await render(<SearchInput label="Buscar" value="ana" onValue={change} />);
    await userEvent.type(screen.getByRole("searchbox", { name: "Buscar" }), "{Escape}");
    expect(change).toHaveBeenCalledWith("");
    await expectAccessible();
  });
});

describe("states of a screen", () => {
  it("says what failed, with the number for support, and tries again", async () => {
    const retry = vi.fn();
    const error = new ProblemError({
      type: "about:blank",
      title: "",
      status: 500,
      code: "broken",
      detail: "Fora do ar",
      requestId: "req-1",
    } as unknown as Problem);
    await render(<ErrorBox error={error} onRetry={retry} />);
    expect(screen.getByRole("alert").textContent).toContain("Fora do ar");
    expect(screen.getByRole("alert").textContent).toContain("req-1");
    await userEvent.click(screen.getByRole("button", { name: "Tentar de novo" }));
    expect(retry).toHaveBeenCalledOnce();
    await expectAccessible();
  });

  it("shows empty, forbidden and loading in words", async () => {
    await render(
      <>
        <Empty icon={Inbox} title="Nada aqui" action={<Button icon={Search}>Buscar</Button>} />
        <Forbidden />
        <Skeleton kind="rows" />
        <Badge tone="danger" dot>
          Falhou
        </Badge>
      </>,
    );
    expect(screen.getByText("Você não tem acesso a esta página")).toBeTruthy();
    expect(screen.getByRole("status").textContent).toContain("Carregando…");
    await expectAccessible();
  });

  it("moves the focus to the heading of a screen that follows another", async () => {
    const { rerender } = await render(<Page title="Contatos">um</Page>);
    expect(document.title).toBe("Contatos · Atendechat");
    rerender(<div />);
    await render(<Page title="Canais">dois</Page>);
    expect(document.activeElement).toBe(screen.getByRole("heading", { level: 1, name: "Canais" }));
  });
});
