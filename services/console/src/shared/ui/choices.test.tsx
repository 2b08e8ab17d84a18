/** Boxes, tabs, comboboxes, tags, drawers, confirmations and progress. */

import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it, vi } from "vitest";
import { expectAccessible } from "../testing/axe";
import { render } from "../testing/render";
import { Avatar } from "./Avatar";
import { initialsOf, toneOf } from "./avatarOf";
import { Banner } from "./Banner";
import { Button } from "./Button";
import { Checkbox, RadioGroup, Switch } from "./Checkbox";
import { Combobox } from "./Combobox";
import { ConfirmHost } from "./ConfirmHost";
import { type ComboOption, matching } from "./comboboxSearch";
import { confirm } from "./confirm";
import { Drawer } from "./Drawer";
import { Field } from "./Field";
import { MultiCombobox } from "./MultiCombobox";
import { Progress } from "./Progress";
import { Tabs } from "./Tabs";
import { TagInput } from "./TagInput";

describe("boxes", () => {
  it("have names, hints and states", async () => {
    const turn = vi.fn();
    const choose = vi.fn();
    await render(
      <>
        <Checkbox label="Todos" indeterminate readOnly checked={false} />
        <Switch label="Sons" hint="Ao chegar uma mensagem" checked={false} onValue={turn} />
        <RadioGroup
          label="Depois de encerrar"
          value="next"
          onValue={choose}
          look="cards"
          options={[
            { value: "next", label: "Abrir o próximo" },
            { value: "stay", label: "Ficar", hint: "No mesmo ticket" },
          ]}
        />
      </>,
    );
    expect(screen.getByRole<HTMLInputElement>("checkbox", { name: "Todos" }).indeterminate).toBe(true);
    await userEvent.click(
      screen.getByRole("switch", { name: "Sons", description: "Ao chegar uma mensagem" }),
    );
    expect(turn).toHaveBeenCalledWith(true);
    await userEvent.click(screen.getByRole("radio", { name: "Ficar", description: "No mesmo ticket" }));
    expect(choose).toHaveBeenCalledWith("stay");
    await expectAccessible();
  });
});

function Views() {
  const [view, setView] = useState("mine");
  return (
    <Tabs
      label="Filas"
      value={view}
      onValue={setView}
      items={[
        { value: "mine", label: "Meus", count: 3 },
        { value: "all", label: "Todos" },
      ]}
    >
      <p>{view}</p>
    </Tabs>
  );
}

describe("Tabs", () => {
  it("switch by arrow keys and name their panel", async () => {
    await render(<Views />);
    await userEvent.tab();
    await userEvent.keyboard("{ArrowRight}");
    expect(screen.getByRole("tabpanel", { name: "Todos" }).textContent).toBe("all");
    expect(document.activeElement).toBe(screen.getByRole("tab", { name: "Todos", selected: true }));
    await expectAccessible();
  });

  it("are a navigation where they are links", async () => {
    await render(
      <Tabs
        label="Relatórios"
        items={[
          // biome-ignore lint/a11y/useAnchorContent: the tabs give the content.
          { value: "a", label: "Resumo", link: <a href="/reports/summary" aria-current="page" /> },
        ]}
      />,
    );
    expect(screen.getByRole("navigation", { name: "Relatórios" })).toBeTruthy();
    expect(screen.getByRole("link", { name: "Resumo", current: "page" })).toBeTruthy();
  });
});

const PEOPLE: ComboOption[] = [
  { value: "1", label: "João São Pedro" },
  { value: "2", label: "Ana Souza", hint: "Vendas" },
];

function Tagging(props: {
  onChange: (labels: string[]) => void;
  onCreate: (label: string) => Promise<ComboOption>;
}) {
  const [value, setValue] = useState<ComboOption[]>([{ value: "2", label: "Ana Souza" }]);
  const keep = (next: ComboOption[]) => {
    props.onChange(next.map((item) => item.label));
    setValue(next);
  };
  return (
    <MultiCombobox label="Tags" value={value} onValue={keep} options={PEOPLE} onCreate={props.onCreate} />
  );
}

function Words({ onChange }: { onChange: (words: string[]) => void }) {
  const [value, setValue] = useState<string[]>([]);
  const keep = (next: string[]) => {
    onChange(next);
    setValue(next);
  };
  return <TagInput label="Palavras" value={value} onValue={keep} suggestions={["oi"]} />;
}

describe("Combobox", () => {
  it("finds without accents, in any order", () => {
    expect(matching(PEOPLE, "pedro joao").map((found) => found.value)).toEqual(["1"]);
    expect(matching(PEOPLE, "vendas").map((found) => found.value)).toEqual(["2"]);
  });

  it("chooses what is typed, by keyboard", async () => {
    const choose = vi.fn();
    await render(
      <Field label="Agente">
        <Combobox value={null} onValue={choose} options={PEOPLE} />
      </Field>,
    );
    await userEvent.type(screen.getByRole("combobox", { name: "Agente" }), "souza");
    await screen.findByRole("option", { name: /Ana Souza/ });
    await expectAccessible();
    await userEvent.keyboard("{Enter}");
    expect(choose).toHaveBeenCalledWith(PEOPLE[1]);
  });

  it("asks the server once typing rests, and says that it failed", async () => {
    const search = vi.fn(async (query: string) => {
      if (query === "x") throw new Error("down");
      return PEOPLE.filter((person) => person.label.includes(query));
    });
    await render(<Combobox label="Contato" value={null} onValue={() => {}} onSearch={search} />);
    const input = screen.getByRole("combobox", { name: "Contato" });
    await userEvent.type(input, "Ana");
    expect(await screen.findByRole("option", { name: /Ana Souza/ })).toBeTruthy();
    expect(search.mock.calls.map(([query]) => query)).not.toContain("An");
    await userEvent.clear(input);
    await userEvent.type(input, "x");
    expect(await screen.findByText("A busca falhou. Tente de novo.")).toBeTruthy();
  });

  it("holds several as chips, and creates what is missing", async () => {
    const change = vi.fn();
    const create = vi.fn(async (label: string) => ({ value: "9", label }));
    await render(<Tagging onChange={change} onCreate={create} />);
    await userEvent.type(screen.getByRole("combobox", { name: "Tags" }), "VIP");
    await userEvent.click(await screen.findByRole("option", { name: "Criar “VIP”" }));
    await waitFor(() => expect(change).toHaveBeenLastCalledWith(["Ana Souza", "VIP"]));
    await expectAccessible();
    await userEvent.click(screen.getByRole("button", { name: "Remover Ana Souza", hidden: true }));
    expect(change).toHaveBeenLastCalledWith(["VIP"]);
  });
});

describe("TagInput", () => {
  it("makes chips by Enter, comma and paste, each once", async () => {
    const change = vi.fn();
    await render(<Words onChange={change} />);
    const input = screen.getByRole("combobox", { name: "Palavras" });
    await userEvent.type(input, "sair{Enter}parar,SAIR{Enter}");
    expect(change).toHaveBeenLastCalledWith(["sair", "parar"]);
    await userEvent.click(input);
    await userEvent.paste("um; dois");
    expect(change).toHaveBeenLastCalledWith(["sair", "parar", "um", "dois"]);
    await userEvent.keyboard("{Backspace}");
    expect(change).toHaveBeenLastCalledWith(["sair", "parar", "um"]);
    await expectAccessible();
  });
});

describe("confirm", () => {
  it("answers yes only after the word has been typed", async () => {
    await render(<ConfirmHost />);
    const answer = confirm({
      title: "Excluir 3 contatos?",
      action: "Excluir",
      typed: "EXCLUIR",
      danger: true,
    });
    const dialog = await screen.findByRole("alertdialog", { name: "Excluir 3 contatos?" });
    expect(screen.getByRole("button", { name: "Excluir" })).toHaveProperty("disabled", true);
    await userEvent.type(screen.getByLabelText("Para confirmar, digite EXCLUIR"), "EXCLUIR");
    await expectAccessible(dialog);
    await userEvent.keyboard("{Enter}");
    expect(await answer).toBe(true);
  });

  it("answers no by Escape", async () => {
    await render(<ConfirmHost />);
    const answer = confirm({ title: "Sair?", action: "Sair" });
    await screen.findByRole("alertdialog");
    await userEvent.keyboard("{Escape}");
    expect(await answer).toBe(false);
  });
});

describe("what stands around", () => {
  it("opens a drawer and leaves it by Escape", async () => {
    const close = vi.fn();
    await render(
      <Drawer title="Ana" open onClose={close} footer={<Button>Salvar</Button>}>
        <p>Detalhes</p>
      </Drawer>,
    );
    await expectAccessible(await screen.findByRole("dialog", { name: "Ana" }));
    await userEvent.keyboard("{Escape}");
    expect(close).toHaveBeenCalled();
  });

  it("says progress in numbers and words", async () => {
    await render(
      <>
        <Progress label="Importando" value={30} max={120} />
        <Progress label="Preparando" />
        <Banner tone="warning" title="Janela fechada" live>
          Use um modelo
        </Banner>
      </>,
    );
    const bar = screen.getByRole("progressbar", { name: "Importando" });
    expect(bar.getAttribute("aria-valuetext")).toBe("25%");
    expect(screen.getByRole("progressbar", { name: "Preparando" }).hasAttribute("aria-valuenow")).toBe(false);
    await expectAccessible();
  });

  it("shows a name's initials, and always in the same tone", async () => {
    expect(initialsOf("Maria da Silva")).toBe("MS");
    expect(initialsOf("+55 11 98765-4321")).toBe("");
    expect(initialsOf("élida")).toBe("É");
    expect(toneOf("Ana")).toBe(toneOf(" ana "));
    const { container } = await render(<Avatar name="Ana Souza" />);
    expect(container.querySelector("[data-initials]")?.getAttribute("data-initials")).toBe("AS");
    // So that it is no part of the name of a button around it.
    expect(container.textContent).toBe("");
  });
});
