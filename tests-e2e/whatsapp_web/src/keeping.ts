// What the stub keeps in its folder from one start to the next, so that devices stay linked: accounts and contacts
// with their Signal sessions. Chats, the journal, faults and media are not kept.

import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BufferJSON } from "@whiskeysockets/baileys";
import { Account, Contact } from "./people.ts";
import { SignalDevice } from "./signal.ts";
import type { WhatsAppStub } from "./stub.ts";

const NAME = "people.json";
const EVERY_MS = 2000;

type SavedAccount = Omit<ConstructorParameters<typeof Account>[0], "handset"> & {
  preKeys: Account["preKeys"];
  handset: ReturnType<SignalDevice["save"]>;
};

interface Saved {
  accounts: SavedAccount[];
  contacts: { phone: string; lid: string; name: string; signal: ReturnType<SignalDevice["save"]> }[];
  devices: [string, number][];
}

export function restore(stub: WhatsAppStub, folder: string): void {
  const path = join(folder, NAME);
  if (!existsSync(path)) return;
  const saved = JSON.parse(readFileSync(path, "utf8"), BufferJSON.reviver) as Saved;
  for (const { preKeys, handset, ...linked } of saved.accounts) {
    const account = new Account({ ...linked, handset: SignalDevice.restore(handset) });
    account.preKeys.push(...preKeys);
    account.historySent = true;
    stub.people.accounts.set(account.phone, account);
  }
  for (const { phone, lid, name, signal } of saved.contacts) {
    stub.people.add(new Contact(phone, name, lid, SignalDevice.restore(signal)));
  }
  stub.people.devices = new Map(saved.devices);
}

/** Write now and then what has changed; returns what writes it once more, at the end. */
export function keep(stub: WhatsAppStub, folder: string): () => void {
  let written = -1;
  const write = () => {
    if (stub.journal.last === written) return;
    written = stub.journal.last;
    const path = join(folder, NAME);
    writeFileSync(`${path}.tmp`, JSON.stringify(whatIs(stub), BufferJSON.replacer), { mode: 0o600 });
    renameSync(`${path}.tmp`, path);
  };
  setInterval(write, EVERY_MS).unref();
  return write;
}

function whatIs(stub: WhatsAppStub): Saved {
  const accounts = [...stub.people.accounts.values()].map((account) => ({
    phone: account.phone,
    lid: account.lid,
    name: account.name,
    device: account.device,
    identity: account.identity,
    registration: account.registration,
    noiseKey: account.noiseKey,
    signedPreKey: account.signedPreKey,
    preKeys: account.preKeys,
    handset: account.handset.save(),
  }));
  const contacts = stub.people.contacts.map(({ phone, lid, name, signal }) => ({
    phone,
    lid,
    name,
    signal: signal.save(),
  }));
  return { accounts, contacts, devices: [...stub.people.devices] };
}
