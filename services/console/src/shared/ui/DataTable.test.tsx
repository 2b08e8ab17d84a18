/** Tables: choosing, sorting, opening, paging. */

import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it, vi } from "vitest";
import { expectAccessible } from "../testing/axe";
import { render } from "../testing/render";
import { Button } from "./Button";
import { type Column, DataTable } from "./DataTable";
import { selectionAfter } from "./tableSelection";

interface Person {
  id: string;
  name: string;
}

const PEOPLE: Person[] = ["Ana", "Bia", "Caio", "Davi"].map((name) => ({ id: name.toLowerCase(), name }));
const COLUMNS: Column<Person>[] = [
  { id: "name", header: "Nome", cell: (row) => row.name, sortable: true },
  { id: "menu", header: "Ações", hideHeader: true, cell: (row) => <Button>{`Abrir ${row.name}`}</Button> },
];

function People({
  onSelected,
  onSort,
  onMore,
}: Record<"onSelected" | "onSort" | "onMore", (value?: unknown) => void>) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  return (
    <DataTable
      label="Contatos"
      columns={COLUMNS}
      rows={PEOPLE}
      rowId={(row) => row.id}
      rowName={(row) => row.name}
      // biome-ignore lint/a11y/useAnchorContent: the table gives the content.
      rowLink={(row) => <a href={`/contacts/${row.id}`} />}
      selected={selected}
      onSelected={(next) => {
        onSelected([...next].sort());
        setSelected(next);
      }}
      bulkActions={<Button size="small">Excluir</Button>}
      sort={{ by: "name", direction: "asc" }}
      onSort={onSort}
      onMore={onMore}
    />
  );
}

describe("DataTable", () => {
  it("chooses rows one by one, in ranges and all", async () => {
    const onSelected = vi.fn();
    await render(<People onSelected={onSelected} onSort={vi.fn()} onMore={vi.fn()} />);
    const user = userEvent.setup();
    await user.click(screen.getByRole("checkbox", { name: "Selecionar Ana" }));
    await user.keyboard("{Shift>}");
    await user.click(screen.getByRole("checkbox", { name: "Selecionar Caio" }));
    await user.keyboard("{/Shift}");
    expect(onSelected).toHaveBeenLastCalledWith(["ana", "bia", "caio"]);
    expect(screen.getByRole("status").textContent).toContain("3 selecionados");
    await expectAccessible();
    await user.click(screen.getByRole("checkbox", { name: "Selecionar tudo" }));
    expect(onSelected).toHaveBeenLastCalledWith(["ana", "bia", "caio", "davi"]);
    await user.click(screen.getByRole("button", { name: "Limpar seleção" }));
    expect(onSelected).toHaveBeenLastCalledWith([]);
  });

  it("sorts by its headings, opens rows and reads on", async () => {
    const onSort = vi.fn();
    const onMore = vi.fn();
    await render(<People onSelected={vi.fn()} onSort={onSort} onMore={onMore} />);
    const heading = screen.getByRole("columnheader", { name: "Nome" });
    expect(heading.getAttribute("aria-sort")).toBe("ascending");
    await userEvent.click(within(heading).getByRole("button"));
    expect(onSort).toHaveBeenCalledWith({ by: "name", direction: "desc" });
    expect(screen.getByRole("link", { name: "Bia" }).getAttribute("href")).toBe("/contacts/bia");
    await userEvent.click(screen.getByRole("button", { name: "Carregar mais" }));
    expect(onMore).toHaveBeenCalledOnce();
  });

  it("turns a range as the row that is pressed turns", () => {
    const ids = ["a", "b", "c", "d"];
    expect([...selectionAfter(new Set(["a", "b", "c"]), ids, "a", "c")]).toEqual([]);
    expect([...selectionAfter(new Set(["d"]), ids, "b", "d")].sort()).toEqual(["b", "c", "d"]);
    expect([...selectionAfter(new Set(), ids, "b", "gone")]).toEqual(["b"]);
  });
});
