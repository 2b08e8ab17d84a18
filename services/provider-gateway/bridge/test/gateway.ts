// The gateway's end of a line, for tests: it keeps what the bridge says and answers requests as a test decides.

import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Line } from "../src/line.ts";
import type { Down, Up } from "../src/protocol.ts";

export const OWNER = { session: "5e01b747-150e-4b53-be55-454d06307bb2", generation: 3 };

export class Gateway {
  readonly said: Up[] = [];
  /** Returns the answer to a request, or undefined: none yet. */
  answer: (line: Extract<Up, { id: number }>) => object | undefined = () => ({});
  readonly line: Line;
  readonly #server: ReturnType<typeof createServer>;
  readonly #theirs: Socket;
  #ours: Socket | undefined;

  private constructor(server: ReturnType<typeof createServer>, theirs: Socket, ours: Socket) {
    this.#server = server;
    this.#theirs = theirs;
    this.#ours = ours;
    this.line = new Line(theirs);
    createInterface({ input: ours }).on("line", (text) => {
      const line: Up = JSON.parse(text);
      this.said.push(line);
      const answer = "id" in line ? this.answer(line) : undefined;
      if (answer && "id" in line) {
        this.say({ op: "answer", ...OWNER, re: line.id, ...answer });
      }
    });
  }

  static async start(): Promise<Gateway> {
    const path = join(mkdtempSync(join(tmpdir(), "bridge-test-")), "line");
    const server = createServer();
    server.listen(path);
    await once(server, "listening");
    const theirs = connect(path);
    const [ours] = (await once(server, "connection")) as [Socket];
    return new Gateway(server, theirs, ours);
  }

  say(line: Down): void {
    this.write(`${JSON.stringify(line)}\n`);
  }

  write(text: string): void {
    this.#ours?.write(text);
  }

  /** Reads what is said to the bridge, and returns the lines that are no answers. */
  read(): Down[] {
    const lines: Down[] = [];
    void (async () => {
      for await (const line of this.line.lines()) {
        lines.push(line);
      }
    })().catch(() => undefined);
    return lines;
  }

  close(): void {
    this.#ours?.destroy();
    this.#theirs.destroy();
    this.#server.close();
  }
}

/** Waits until a check holds. */
export async function eventually(check: () => boolean): Promise<void> {
  for (let tries = 0; !check(); tries += 1) {
    if (tries > 500) {
      throw new Error("it never came");
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
