// Preloaded into the program under test (`node --import trust.ts …`): its Baileys then trusts the stub's root key.
// Baileys checks the server's certificates against a constant; this is the only thing about it that changes.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [, program] = process.argv;
const root = process.env.WHATSAPP_WEB_STUB_ROOT;
if (program && root) {
  // The program's own Baileys, not the stub's.
  const entry = createRequire(program).resolve("@whiskeysockets/baileys");
  const { WA_CERT_DETAILS }: { WA_CERT_DETAILS: { PUBLIC_KEY: Buffer } } = await import(
    pathToFileURL(entry).href
  );
  WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(readFileSync(root, "utf8").trim(), "hex");
}
