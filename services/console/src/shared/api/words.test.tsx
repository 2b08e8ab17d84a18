/** Every code that a service publishes has words in both languages; parameters are put in. */

import { readdirSync, readFileSync } from "node:fs";
import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { render } from "../testing/render";
import en from "./generated/words.en.json";
import pt from "./generated/words.pt.json";
import { NetworkError, type Problem, ProblemError, problemOf } from "./problems";
import { fill, useProblemWords, wordsOfField, wordsOfProblem } from "./words";

interface Schema {
  properties: Record<string, { enum?: string[]; anyOf?: { enum?: string[] }[] }>;
}

function published(schema: "Problem" | "FieldProblem", property: string): string[] {
  const folder = "../../docs/openapi";
  const codes = readdirSync(folder).flatMap((name) => {
    const document = JSON.parse(readFileSync(`${folder}/${name}`, "utf8"));
    const found = (document.components.schemas[schema] as Schema).properties[property];
    return found?.enum ?? found?.anyOf?.flatMap((option) => option.enum ?? []) ?? [];
  });
  return [...new Set(codes)];
}

const problem = (more: Partial<Problem>): Problem =>
  ({ type: "", title: "", status: 409, code: "conflict", ...more }) as Problem;

describe.each([
  ["pt", pt],
  ["en", en],
])("the words in %s", (_, table) => {
  it("are there for every code and reason of a problem", () => {
    const codes = [...published("Problem", "code"), ...published("Problem", "reason")];
    expect(codes.length).toBeGreaterThan(200);
    expect(codes.filter((code) => !(code in table.problems))).toEqual([]);
  });

  it("are there for every code of a field", () => {
    const codes = published("FieldProblem", "code");
    expect(codes.length).toBeGreaterThan(200);
    expect(codes.filter((code) => !(code in table.fields) && !(code in table.problems))).toEqual([]);
  });
});

describe("an error in words", () => {
  it("goes by its reason, and has its parameters", () => {
    const words = wordsOfProblem(
      problem({
        status: 403,
        code: "forbidden",
        reason: "role-lacks-permission",
        params: { role: "agent", permission: "audit:read" },
      }),
      en,
    );
    expect(words).toContain("agent");
    expect(words).not.toContain("{");
  });

  it("of an unknown code is the server's own sentence", () => {
    const unknown = problem({ code: "brand-new" as Problem["code"], detail: "Something new." });
    expect(wordsOfProblem(unknown, en)).toBe("Something new.");
  });

  it("whose parameters are not given is the server's own sentence", () => {
    const lacking = problem({ status: 400, code: "bad-request", detail: "It cannot be read: x" });
    expect(wordsOfProblem(lacking, en)).toBe("It cannot be read: x");
  });

  it("puts lists and numbers in", () => {
    expect(fill("{a} of {b}, {c}", { a: 1, b: ["x", "y"] })).toBe("1 of x, y, {c}");
  });

  it("of a field goes by its code, too", () => {
    expect(wordsOfField({ field: "name", code: "missing", message: "Field required", params: {} }, pt)).toBe(
      "Este campo é obrigatório.",
    );
  });

  it("of a proxy has its status", () => {
    const error = problemOf(new Response(null, { status: 502 }), undefined);
    expect([error.status, error.code]).toEqual([502, "http-502"]);
  });
});

function Shown({ error }: { error: unknown }) {
  return <p>{useProblemWords()(error)}</p>;
}

describe("useProblemWords", () => {
  it("speaks the user's language", async () => {
    const taken = new ProblemError(problem({ code: "tag-exists" }));
    await render(<Shown error={taken} />, { locale: "pt" });
    expect(await screen.findByText(pt.problems["tag-exists"])).toBeDefined();
  });

  it("says that the network is away, and when to try again", async () => {
    await render(
      <>
        <Shown error={new NetworkError()} />
        <Shown
          error={
            new ProblemError(
              problem({ status: 429, code: "too-many-requests" }),
              new Headers({ "retry-after": "30" }),
            )
          }
        />
      </>,
      { locale: "en" },
    );
    expect(screen.getByText(/Cannot reach the server/)).toBeDefined();
    expect(screen.getByText(/in 30 seconds/)).toBeDefined();
  });
});
