import { describe, expect, it } from "vitest";
import { type Block, endsInWords, formatted, hrefOf, plainText, type Span, spansOf } from "./formatted";

const words = (spans: Span[]): string =>
  spans.map((span) => ("spans" in span ? words(span.spans) : span.text)).join("");

const text = (value: string): Span => ({ kind: "text", text: value });

describe("marks of WhatsApp", () => {
  it("reads bold, italic and struck, also inside each other", () => {
    expect(spansOf("a *b _c_* ~d~")).toEqual([
      text("a "),
      { kind: "bold", spans: [text("b "), { kind: "italic", spans: [text("c")] }] },
      text(" "),
      { kind: "struck", spans: [text("d")] },
    ]);
  });

  it.each(["2*3*4", "snake_case_name", "* not bold *", "5 * 3 * 2", "**", "a*b", "*"])(
    "leaves %s as it was written",
    (line) => {
      expect(spansOf(line)).toEqual([text(line)]);
    },
  );

  it("leaves marks inside code and links alone", () => {
    expect(spansOf("`*a*`")).toEqual([{ kind: "code", text: "*a*" }]);
    expect(spansOf("https://x.br/a_b_c*d*")).toEqual([
      { kind: "link", text: "https://x.br/a_b_c*d", href: "https://x.br/a_b_c*d" },
      text("*"),
    ]);
  });

  it("reads blocks: quotes, lists and code", () => {
    expect(formatted("Olá\n> citado\n- um\n- dois\n1. a\n2. b\n```x = 1```")).toEqual<Block[]>([
      { kind: "lines", lines: [[text("Olá")]] },
      { kind: "quote", lines: [[text("citado")]] },
      { kind: "bullets", items: [[text("um")], [text("dois")]] },
      { kind: "numbers", start: 1, items: [[text("a")], [text("b")]] },
      { kind: "code", text: "x = 1" },
    ]);
  });

  it("keeps the numbers of a list that does not begin at one", () => {
    expect(formatted("7. sete\n9. nove")).toEqual<Block[]>([
      { kind: "numbers", start: 7, items: [[text("sete")]] },
      { kind: "numbers", start: 9, items: [[text("nove")]] },
    ]);
  });

  it("loses no word of any line", () => {
    const signs = ["*", "_", "~", " ", "a", "ç", "1", ".", "http://a.b/", "(", ")"];
    let seed = 7;
    const next = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % below;
    };
    for (let round = 0; round < 2000; round += 1) {
      const line = Array.from({ length: next(14) }, () => signs[next(signs.length)]).join("");
      const without = (value: string) => value.replace(/[*_~]/g, "");
      expect(without(words(spansOf(line)))).toBe(without(line));
    }
  });
});

describe("links", () => {
  it("takes the sentence's full stop and brackets out of them", () => {
    expect(spansOf("(veja https://loja.br/a(b).)")).toEqual([
      text("(veja "),
      { kind: "link", text: "https://loja.br/a(b)", href: "https://loja.br/a(b)" },
      text(".)"),
    ]);
  });

  it.each([
    ["www.loja.com.br", "https://www.loja.com.br/"],
    ["ana@loja.com.br", "mailto:ana@loja.com.br"],
    ["http://loja.br", "http://loja.br/"],
  ])("leads from %s to %s", (shown, href) => {
    expect(hrefOf(shown)).toBe(href);
  });

  it.each(["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://"])(
    "does not lead to %s",
    (shown) => {
      expect(hrefOf(shown)).toBeUndefined();
      expect(spansOf(shown).every((span) => span.kind !== "link")).toBe(true);
    },
  );
});

it("says a text without its marks on one line", () => {
  expect(plainText("*Oi*\n> tudo _bem_?\n- sim")).toBe("Oi tudo bem? sim");
});

it.each([
  ["Oi", true],
  ["Oi\ntudo bem?", true],
  ["Oi\n- um", false],
  ["> Oi", false],
  ["1. um", false],
  ["```x```", false],
  ["שלום", false],
  ["Oi\n", false],
])("%j ends in words: %s", (given, expected) => {
  expect(endsInWords(given)).toBe(expected);
});
