/** Charts: the same numbers as a drawing, as a table and as a file. */

import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { expectAccessible } from "../testing/axe";
import { render } from "../testing/render";
import { Chart } from "./Chart";
import { csvOf, fileName } from "./chartExport";

const DAY = { key: "day", label: "Dia" };
const SENT = { key: "sent", label: "Enviadas" };

describe("Chart", () => {
  it("shows its numbers as a table", async () => {
    await render(
      <Chart
        kind="line"
        title="Mensagens"
        rows={[
          { day: "01/03", sent: 1200 },
          { day: "02/03", sent: null },
        ]}
        x={DAY}
        series={[SENT]}
      />,
    );
    await userEvent.click(screen.getByRole("button", { name: "Ver como tabela" }));
    const table = within(screen.getByRole("table"));
    expect(table.getAllByRole("cell").map((cell) => cell.textContent)).toEqual(["1.200", "–"]);
    await expectAccessible();
  });

  it("says a funnel in words, with shares of the first step", async () => {
    await render(
      <Chart
        kind="funnel"
        title="Campanha"
        rows={[
          { step: "Enviadas", count: 200 },
          { step: "Lidas", count: 50 },
        ]}
        x={{ key: "step", label: "Etapa" }}
        series={[{ key: "count", label: "Contatos" }]}
      />,
    );
    expect(screen.getByRole("img", { name: "Campanha. Enviadas: 200 (100%); Lidas: 50 (25%)" })).toBeTruthy();
    await expectAccessible();
  });

  it("says of a heat map where most is, and has all of it as a table", async () => {
    await render(
      <Chart
        kind="heat"
        title="Recebidas"
        rows={[
          { day: "seg.", h9: 12, h10: 0 },
          { day: "ter.", h9: 3, h10: 40 },
        ]}
        x={{ key: "day", label: "Dia" }}
        series={[
          { key: "h9", label: "9h" },
          { key: "h10", label: "10h" },
        ]}
      />,
    );
    expect(await screen.findByRole("img", { name: "Recebidas. Maior valor: ter., 10h, 40" })).toBeTruthy();
    // Numbers stand in the fields: nothing is told by colour alone. Nothing is written where nothing was.
    expect(screen.getAllByText(/^\d+$/).map((text) => text.textContent)).toEqual(["12", "3", "40"]);
    await expectAccessible();
    await userEvent.click(screen.getByRole("button", { name: "Ver como tabela" }));
    expect(screen.getAllByRole("cell").map((cell) => cell.textContent)).toEqual(["12", "0", "3", "40"]);
  });

  it("ranks in words, with the time before", async () => {
    await render(
      <Chart
        kind="ranking"
        title="Encerrados"
        rows={[
          { name: "Ana", now: 9, before: 4 },
          { name: "Rui", now: null, before: null },
        ]}
        x={{ key: "name", label: "Nome" }}
        series={[
          { key: "now", label: "Agora" },
          { key: "before", label: "Antes" },
        ]}
      />,
    );
    expect(await screen.findByRole("img", { name: "Encerrados. Ana: 9; Rui: –" })).toBeTruthy();
    expect(screen.getByText("Antes: 4")).toBeTruthy();
    await expectAccessible();
  });

  it("says that there is nothing", async () => {
    await render(<Chart kind="bar" title="Mensagens" rows={[]} x={DAY} series={[SENT]} />);
    expect(screen.getByText("Nenhum dado no período")).toBeTruthy();
  });

  it("makes a CSV that runs nothing in a spreadsheet", () => {
    const table = { rows: [{ day: '=1+1,"x"', sent: 3 }], x: DAY, series: [SENT], formatX: String };
    expect(csvOf(table, "en")).toBe('\uFEFFDia,Enviadas\r\n"\'=1+1,""x""",3\r\n');
    expect(fileName("Mensagens por dia (março)")).toBe("mensagens-por-dia-marco");
    expect(fileName("…")).toBe("chart");
  });

  it("makes a CSV with the names of rows, as spreadsheets of the language separate cells", () => {
    const table = {
      rows: [
        { step: "read", sent: 0.5 },
        { step: "a;b", sent: null },
      ],
      x: { key: "step", label: "Etapa" },
      series: [SENT],
      formatX: (step: string) => (step === "read" ? "Lidas" : step),
    };
    expect(csvOf(table, "pt")).toBe('\uFEFFEtapa;Enviadas\r\nLidas;0,5\r\n"a;b";\r\n');
    expect(csvOf(table, "en")).toBe('\uFEFFEtapa,Enviadas\r\nLidas,0.5\r\n"a;b",\r\n');
  });
});
