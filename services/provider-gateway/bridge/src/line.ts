// The connection to the gateway: JSON lines, each checked against the protocol's schema before it is read or
// written, requests of ours with their answers, and never more waiting to be written than the socket takes.

import { Buffer } from "node:buffer";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { Socket } from "node:net";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { log } from "./log.ts";
import { type Answer, type Down, type Json, MAX_LINE, type Up } from "./protocol.ts";

const schema = JSON.parse(readFileSync(new URL("../protocol.schema.json", import.meta.url), "utf8"));
const ajv = new Ajv2020({
  keywords: ["discriminator"],
  strictTypes: false,
  formats: { uuid: /^[0-9a-f-]{36}$/ },
});
ajv.addSchema(schema, "protocol");

/** One check for each kind of line, found by its `op`. */
function checks(way: "Down" | "Up"): Map<string, ValidateFunction> {
  const found = new Map<string, ValidateFunction>();
  for (const { $ref } of schema.$defs[way].oneOf) {
    const name = $ref.split("/").at(-1);
    found.set(schema.$defs[name].properties.op.const, ajv.compile({ $ref: `protocol${$ref}` }));
  }
  return found;
}

const DOWN = checks("Down");
const UP = checks("Up");

export type Request = Extract<Up, { id: number }>;
export type Unnumbered<Line> = Line extends unknown ? Omit<Line, "id"> : never;

/** A request that the gateway answered with an error, or that cannot be written. */
export class Refused extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super("refused by the gateway");
    this.name = "Refused";
    this.reason = reason;
  }
}

export class Line {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #last = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Yields what the gateway says, answers excepted. Ends when it is gone; throws at what is no line of ours. */
  async *lines(): AsyncGenerator<Exclude<Down, Answer>> {
    let parts: Buffer[] = [];
    let length = 0;
    for await (const chunk of this.#socket as AsyncIterable<Buffer>) {
      let start = 0;
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
        parts.push(chunk.subarray(start, end));
        const line = read(Buffer.concat(parts));
        parts = [];
        length = 0;
        start = end + 1;
        if (line.op === "answer") {
          this.#waiting.get(line.re)?.(line);
        } else {
          yield line;
        }
      }
      parts.push(chunk.subarray(start));
      length += chunk.length - start;
      if (length > MAX_LINE) {
        throw new Error("too long");
      }
    }
  }

  /** Writes a line. One that does not fit the protocol is dropped: what is in it came from outside. */
  write(line: Up): boolean {
    const text = encode(line);
    if (text === undefined) {
      log.error({ session: "session" in line ? line.session : undefined, where: line.op }, "line.dropped");
      return false;
    }
    this.#socket.write(text);
    return true;
  }

  /** Writes a request and returns the value of its answer; throws `Refused`. Waits as long as it takes. */
  async ask(request: Unnumbered<Request>): Promise<Json> {
    this.#last += 1;
    const id = this.#last;
    const answered = new Promise<Answer>((resolve) => this.#waiting.set(id, resolve));
    try {
      if (this.#socket.writableNeedDrain) {
        await once(this.#socket, "drain");
      }
      if (!this.write({ ...request, id } as Request)) {
        throw new Refused("unfit");
      }
      const answer = await answered;
      if (answer.error) {
        throw new Refused(answer.error);
      }
      return answer.value ?? null;
    } finally {
      this.#waiting.delete(id);
    }
  }
}

function read(raw: Buffer): Down {
  const line = JSON.parse(raw.toString("utf8"));
  const check = DOWN.get(line?.op);
  if (!check?.(line)) {
    throw new Error("not of the protocol");
  }
  return line as Down;
}

function encode(line: Up): string | undefined {
  if (!UP.get(line.op)?.(line)) {
    return undefined;
  }
  const text = `${JSON.stringify(line)}\n`;
  return Buffer.byteLength(text) <= MAX_LINE ? text : undefined;
}
