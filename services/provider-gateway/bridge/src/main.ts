// The bridge: `node src/main.ts '{"socket": …, "files": …, "url": …, "version": …}'`, started by the gateway's role
// `sessions`. It connects to the gateway's socket, keeps sessions open as it is told to, and ends with the gateway.

import "./log.ts";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { Line } from "./line.ts";
import { log, nameOf, placeOf } from "./log.ts";
import { type Answer, type Down, VERSION } from "./protocol.ts";
import { Session } from "./session.ts";
import type { Settings } from "./socket.ts";

type Arguments = { socket: string; files: string; url: string; version: string };

/** The sessions by channel. */
const sessions = new Map<string, Session>();

// Baileys leaves promises alone whose failure it does not expect. None of them is worth all other sessions.
process.on("unhandledRejection", (error) => {
  log.error({ error: nameOf(error), where: placeOf(error) }, "promise.unhandled");
});
process.on("uncaughtException", (error) => {
  log.fatal({ error: nameOf(error), where: placeOf(error) }, "bridge.failed");
  process.exit(1);
});
// The gateway decides when: it has to store what arrives until then.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => undefined);

function settingsOf({ url, files, version }: Arguments): Settings {
  const [major, minor, patch] = version.split(".").map(Number);
  const isKnown = major !== undefined && minor !== undefined && patch !== undefined;
  return { url, files, ...(isKnown ? { version: [major, minor, patch] } : {}) };
}

function open(line: Extract<Down, { op: "open" }>, connection: Line, settings: Settings): void {
  const before = sessions.get(line.session);
  if (before && before.generation >= line.generation) {
    return;
  }
  before?.drop();
  const { session, generation } = line;
  try {
    const opened = new Session(line, connection, settings, () => {
      if (sessions.get(session) === opened) {
        sessions.delete(session);
      }
    });
    sessions.set(session, opened);
  } catch (error) {
    log.error({ session, error: nameOf(error), where: placeOf(error) }, "session.not_opened");
    connection.write({ op: "connection", session, generation, state: "close", reason: "credentials" });
  }
}

async function follow(line: Exclude<Down, Answer>, session: Session): Promise<void> {
  switch (line.op) {
    case "close":
      return session.close();
    case "logout":
      return await session.logout();
    case "send":
      return await session.send(line);
    case "read":
      return await session.read(line);
    case "presence":
      return await session.presence(line);
    case "limits":
    case "lookup":
    case "group":
      return await session.answer(line);
  }
}

function gone(line: Exclude<Down, Answer>, connection: Line): void {
  const { session, generation } = line;
  if (line.op === "send") {
    connection.write({ op: "written", session, generation, re: line.id, error: "not-open" });
  } else if ("id" in line) {
    connection.write({ op: "answer", session, generation, re: line.id, error: "not-open" });
  }
}

async function run(given: Arguments): Promise<void> {
  const socket = connect(given.socket);
  const connection = new Line(socket);
  const settings = settingsOf(given);
  const engine = JSON.parse(
    readFileSync(new URL("../node_modules/@whiskeysockets/baileys/package.json", import.meta.url), "utf8"),
  );
  connection.write({ op: "hello", version: VERSION, engine: `baileys ${engine.version}`, pid: process.pid });
  for await (const line of connection.lines()) {
    const session = sessions.get(line.session);
    if (line.op === "open") {
      open(line, connection, settings);
    } else if (session?.generation === line.generation) {
      follow(line, session).catch((error: unknown) => {
        log.warn({ session: line.session, error: nameOf(error), where: line.op }, "line.not_followed");
      });
    } else {
      gone(line, connection);
    }
  }
}

run(JSON.parse(process.argv[2] ?? "{}"))
  .catch((error: unknown) => {
    log.fatal({ error: nameOf(error), where: placeOf(error) }, "line.broken");
  })
  .finally(() => {
    for (const session of sessions.values()) {
      session.drop();
    }
    // Time for the sockets to say that they close.
    setTimeout(() => process.exit(0), 500);
  });
