// The stub as a program: node main.ts --folder FOLDER [--port N] [--media-port N] [--log]
//
// It keeps in the folder what others have to trust (`root`: the key's hex, `media.pem`: the media host's certificate)
// and who is linked, and writes one line of JSON when it is ready: {"port": …}. It ends when its standard input does.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Curve, type KeyPair } from "@whiskeysockets/baileys";
import { makeCertificate } from "./certificate.ts";
import { serveControl } from "./control.ts";
import { keep, restore } from "./keeping.ts";
import { WhatsAppStub } from "./stub.ts";

const { values } = parseArgs({
  options: {
    folder: { type: "string" },
    port: { type: "string", default: "0" },
    "media-port": { type: "string", default: "0" },
    log: { type: "boolean", default: false },
    // Kept by a supervisor, which closes standard input at once.
    stay: { type: "boolean", default: false },
  },
});
if (!values.folder) throw new Error("--folder is needed");
const { folder } = values;

// The Signal library writes whole sessions to the console, keys included.
for (const method of ["log", "info", "warn", "error", "debug"] as const) console[method] = () => undefined;

mkdirSync(folder, { recursive: true, mode: 0o700 });
const stub = new WhatsAppStub({
  root: keptRoot(),
  tls: keptCertificate(),
  port: Number(values.port),
  mediaPort: Number(values["media-port"]),
  log: (line) => values.log && process.stderr.write(`${line}\n`),
});
restore(stub, folder);
serveControl(stub);
await stub.start();
const keepNow = keep(stub, folder);
process.stdout.write(`${JSON.stringify({ port: stub.port, mediaHost: stub.media.host })}\n`);

const stop = () => {
  keepNow();
  stub.stop();
  process.exit(0);
};
process.once("SIGTERM", stop).once("SIGINT", stop);
if (!values.stay) process.stdin.once("end", stop).once("error", stop).resume();

/** The root key: the same at the next start, so that whoever trusts it goes on doing so. */
function keptRoot(): KeyPair {
  const path = join(folder, "root.key");
  if (existsSync(path)) {
    const [secret = "", open = ""] = readFileSync(path, "utf8").split("\n");
    return { private: Buffer.from(secret, "hex"), public: Buffer.from(open, "hex") };
  }
  const root = Curve.generateKeyPair();
  const [secret, open] = [root.private, root.public].map((key) => Buffer.from(key).toString("hex"));
  writeFileSync(path, `${secret}\n${open}\n`, { mode: 0o600 });
  writeFileSync(join(folder, "root"), `${open}\n`);
  return root;
}

function keptCertificate(): { key: string; certificate: string } {
  const [key, certificate] = [join(folder, "media.key"), join(folder, "media.pem")];
  if (existsSync(key) && existsSync(certificate)) {
    return { key: readFileSync(key, "utf8"), certificate: readFileSync(certificate, "utf8") };
  }
  const made = makeCertificate();
  writeFileSync(key, made.key, { mode: 0o600 });
  writeFileSync(certificate, made.certificate);
  return made;
}
