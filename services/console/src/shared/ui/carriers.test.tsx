/** Files in, values out, steps, colours, and lists of which only a part is drawn. */

import { fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { expectAccessible } from "../testing/axe";
import { render } from "../testing/render";
import { ColourPicker } from "./ColourPicker";
import { CopyField } from "./CopyField";
import { FileDrop } from "./FileDrop";
import { readableBytes } from "./fileLimits";
import { QrCode } from "./QrCode";
import { Stepper } from "./Stepper";
import { Tag } from "./Tag";
import { VirtualList } from "./VirtualList";

afterEach(() => vi.restoreAllMocks());

const file = (name: string, size = 10) => new File([new Uint8Array(size)], name);

describe("FileDrop", () => {
  it("takes a file that is chosen or dropped", async () => {
    const take = vi.fn();
    await render(<FileDrop label="Planilha" accept={[".csv", ".xlsx"]} onFiles={take} />);
    await userEvent.upload(screen.getByLabelText(/Planilha/), file("a.csv"));
    fireEvent.drop(screen.getByText("Planilha"), {
      dataTransfer: { files: [file("B.XLSX"), file("c.csv")] },
    });
    expect(take.mock.calls.map(([files]) => files.map((one: File) => one.name))).toEqual([
      ["a.csv"],
      ["B.XLSX"],
    ]);
    await expectAccessible();
  });

  it.each([
    [file("a.exe"), "a.exe não é aceito. Use: .csv."],
    [file("a.csv", 0), "a.csv está vazio."],
    [file("a.csv", 2048), "a.csv é grande demais. O limite é 1 KB."],
  ])("refuses what does not fit (%#)", async (refused, words) => {
    const take = vi.fn();
    await render(<FileDrop label="Planilha" accept={[".csv"]} maxBytes={1024} onFiles={take} />);
    fireEvent.drop(screen.getByText("Planilha"), { dataTransfer: { files: [refused] } });
    expect(screen.getByRole("alert").textContent).toBe(words);
    expect(take).not.toHaveBeenCalled();
  });

  it("reads sizes", () => {
    expect([0, 999, 1536, 16 * 1024 ** 2].map(readableBytes)).toEqual(["0 B", "999 B", "1.5 KB", "16 MB"]);
  });
});

describe("CopyField", () => {
  it("copies a secret without showing it", async () => {
    const user = userEvent.setup();
    await render(<CopyField label="Chave" value="abc" secret />);
    expect(screen.getByLabelText("Chave").getAttribute("type")).toBe("password");
    await user.click(screen.getByRole("button", { name: "Copiar: Chave" }));
    expect(await navigator.clipboard.readText()).toBe("abc");
    expect(screen.getByRole("status").textContent).toBe("Copiado");
    await expectAccessible();
  });
});

describe("QrCode", () => {
  it("is a named drawing of the value", async () => {
    await render(<QrCode value="https://wa.me/5511987654321" label="Código para conectar" />);
    const code = screen.getByRole("img", { name: "Código para conectar" });
    expect(code.querySelector("path")?.getAttribute("d")).toMatch(/^M4 4h7v1h-7z/);
    await expectAccessible();
  });
});

describe("Stepper", () => {
  it("leads back, and on to what is done", async () => {
    const go = vi.fn();
    await render(
      <Stepper
        label="Nova campanha"
        current="content"
        onStep={go}
        steps={[
          { id: "audience", label: "Público", state: "done" },
          { id: "content", label: "Conteúdo" },
          { id: "when", label: "Quando" },
        ]}
      />,
    );
    await userEvent.click(screen.getByRole("button", { name: /Público/ }));
    expect(go).toHaveBeenCalledWith("audience");
    expect(screen.queryByRole("button", { name: /Quando/ })).toBeNull();
    await expectAccessible();
  });
});

describe("ColourPicker", () => {
  it("names its colours, and keeps one that is not ours", async () => {
    const choose = vi.fn();
    await render(<ColourPicker label="Cor" value="#123456" onValue={choose} />);
    expect(screen.getByRole<HTMLInputElement>("radio", { name: "#123456" }).checked).toBe(true);
    await userEvent.click(screen.getByRole("radio", { name: "Azul" }));
    expect(choose).toHaveBeenCalledWith("#2a6fdb");
    await expectAccessible();
  });

  it("shows a tag that can be taken away", async () => {
    const remove = vi.fn();
    await render(<Tag name="VIP" colour="#2a6fdb" onRemove={remove} />);
    await userEvent.click(screen.getByRole("button", { name: "Remover VIP" }));
    expect(remove).toHaveBeenCalledOnce();
  });
});

describe("VirtualList", () => {
  it("draws what is seen, and says how many there are", async () => {
    vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(400);
    vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(40);
    vi.stubGlobal("ResizeObserver", undefined);
    const items = Array.from({ length: 10_000 }, (_, at) => `Contato ${at}`);
    await render(
      <VirtualList
        label="Contatos"
        items={items}
        itemKey={(item) => item}
        estimatedHeight={40}
        render={(item) => <span>{item}</span>}
      />,
    );
    const drawn = screen.getAllByRole("listitem");
    expect(drawn.length).toBeLessThan(40);
    expect(drawn[0]?.getAttribute("aria-setsize")).toBe("10000");
    await expectAccessible();
    vi.unstubAllGlobals();
  });
});
