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

  it("says that there is nothing", async () => {
    await render(<Chart kind="bar" title="Mensagens" rows={[]} x={DAY} series={[SENT]} />);
    expect(screen.getByText("Nenhum dado no período")).toBeTruthy();
  });

  it("makes a CSV that runs nothing in a spreadsheet", () => {
    expect(csvOf([{ day: '=1+1,"x"', sent: 3 }], [DAY, SENT])).toBe(
      '\uFEFFDia,Enviadas\r\n"\'=1+1,""x""",3\r\n',
    );
    expect(fileName("Mensagens por dia (março)")).toBe("mensagens-por-dia-marco");
    expect(fileName("…")).toBe("chart");
  });
});
