import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { render } from "../../testing/render";
import { clock } from "./clock";
import { emojiData, searchEmojis } from "./emoji-data";
import { TemplatePreview } from "./TemplatePreview";
import { Ticks } from "./Ticks";
import { filled, partsOf } from "./template";

it.each([
  [0, "0:00"],
  [7.4, "0:07"],
  [750, "12:30"],
  [3723, "1:02:03"],
  [-3, "0:00"],
])("%s seconds are %s", (seconds, shown) => {
  expect(clock(seconds)).toBe(shown);
});

it("has a word for every sign", async () => {
  await render(
    <>
      <Ticks status="queued" />
      <Ticks status="unconfirmed" spelled />
      <Ticks status="received" />
    </>,
    { messages: ["sharedUiConversation"], locale: "en" },
  );
  expect(screen.getByText("Queued")).toBeTruthy();
  expect(screen.getByText("Unconfirmed")).toBeTruthy();
});

describe("templates", () => {
  const components = [
    { type: "HEADER", format: "TEXT", text: "Pedido {{1}}" },
    { type: "BODY", text: "Olá, {{1}}! Chega {{dia}}." },
    { type: "FOOTER", text: "Padaria" },
    { type: "BUTTONS", buttons: [{ type: "URL", text: "Rastrear", url: "https://x/{{1}}" }] },
  ];

  it("are read from Meta's components", () => {
    expect(partsOf(components)).toEqual({
      header: { format: "TEXT", text: "Pedido {{1}}" },
      body: "Olá, {{1}}! Chega {{dia}}.",
      footer: "Padaria",
      buttons: [{ type: "URL", text: "Rastrear", url: "https://x/{{1}}" }],
    });
    expect(partsOf(null)).toBeNull();
  });

  it("keep the variables that have no value", () => {
    expect(filled("{{1}} {{ dia }} {{2}}", { "1": "Bia", dia: " hoje ", "2": "  " })).toBe("Bia hoje {{2}}");
  });

  it("are shown filled in", async () => {
    const values = { header: { "1": "42" }, body: { "1": "Bia", dia: "hoje" } };
    await render(<TemplatePreview components={components} values={values} />, {
      messages: ["sharedUiConversation"],
    });
    expect(screen.getByText("Pedido 42")).toBeTruthy();
    expect(screen.getByText("Olá, Bia! Chega hoje.")).toBeTruthy();
    expect(screen.getByText("Rastrear")).toBeTruthy();
  });
});

describe("emojis", () => {
  it("are found by words of the user's language, without accents", async () => {
    const data = await emojiData("pt-BR");
    expect(searchEmojis(data, "coracao ve").map((each) => each.emoji)).toContain("❤️");
    expect(searchEmojis(data, "foguete")[0]?.emoji).toBe("🚀");
    expect(searchEmojis(await emojiData("en"), "rocket")[0]?.emoji).toBe("🚀");
  });

  it("have the tones of their skins", async () => {
    const data = await emojiData("pt");
    expect(data.emojis.find((each) => each.emoji === "👍️")?.skins?.dark).toBe("👍🏿");
    expect(data.categories.map((category) => category.label)).toContain("Comida e bebida");
  });
});
