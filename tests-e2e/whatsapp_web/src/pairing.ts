// Linking a device: the QR's references, and what a phone does that scans one or is given a pairing code.

import { randomBytes } from "node:crypto";
import {
  aesDecryptCTR,
  aesDecryptGCM,
  aesEncryptCTR,
  type BinaryNode,
  Curve,
  derivePairingCodeKey,
  hkdf,
  hmacSign,
  type KeyPair,
  proto,
  WA_ADV_ACCOUNT_SIG_PREFIX,
} from "@whiskeysockets/baileys";
import type { Connection } from "./connection.ts";
import type { Journal } from "./journal.ts";
import { bytes, child, number, SERVER, user } from "./node.ts";
import { Account, lidOf, type People } from "./people.ts";
import { SignalDevice } from "./signal.ts";

/** A device that has asked for a pairing code. */
interface CodeRequest {
  readonly connection: Connection;
  readonly wrapped: Buffer;
  readonly reference: Buffer;
  /** What the phone has answered with, once the code was typed in. */
  keys?: { identity: KeyPair; ephemeral: KeyPair; companion: Buffer };
}

export class Pairing {
  /** How many QR codes a device gets before it has to ask again. */
  references = 6;
  readonly #people: People;
  readonly #byReference = new Map<string, Connection>();
  readonly #byPhone = new Map<string, CodeRequest>();
  readonly #names = new Map<string, string>();

  constructor(people: People) {
    this.#people = people;
  }

  /** Give a new device what its QR codes are made of. */
  offer(connection: Connection): void {
    const references = Array.from(
      { length: this.references },
      () => `2@${randomBytes(90).toString("base64")}`,
    );
    for (const each of references) this.#byReference.set(each, connection);
    connection.onClose(() => {
      for (const each of references) this.#byReference.delete(each);
      for (const [phone, request] of this.#byPhone) {
        if (request.connection === connection) this.#byPhone.delete(phone);
      }
    });
    const content = references.map((each) => ({ tag: "ref", attrs: {}, content: Buffer.from(each) }));
    connection.send({
      tag: "iq",
      attrs: { from: SERVER, type: "set", id: "pair-device", xmlns: "md" },
      content: [{ tag: "pair-device", attrs: {}, content }],
    });
  }

  /** The phone scans a QR code. */
  scan(qr: string, phone: string, name = "", lid = lidOf(phone)): Account {
    const [reference = "", , identity = "", secret = ""] = (qr.split("#").pop() ?? "").split(",");
    const connection = this.#byReference.get(reference);
    if (!connection) throw new Error("this QR code is unknown, or has expired");
    return this.#link(connection, Curve.generateKeyPair(), {
      phone,
      name,
      lid,
      identity: Buffer.from(identity, "base64"),
      secret: Buffer.from(secret, "base64"),
    });
  }

  /** A device asks for a code (`companion_hello`), or finishes after the phone knew it (`companion_finish`). */
  register(connection: Connection, iq: BinaryNode, journal: Journal): void {
    const request = child(iq, "link_code_companion_reg");
    const phone = user(request?.attrs.jid ?? "");
    if (request?.attrs.stage === "companion_hello") {
      const reference = randomBytes(16);
      const wrapped = bytes(request, "link_code_pairing_wrapped_companion_ephemeral_pub");
      this.#byPhone.set(phone, { connection, wrapped, reference });
      journal.write("code", null, { phone });
      connection.answer(iq, [
        {
          tag: "link_code_companion_reg",
          attrs: { stage: "companion_hello" },
          content: [{ tag: "link_code_pairing_ref", attrs: {}, content: reference }],
        },
      ]);
      return;
    }
    connection.answer(iq);
    this.#finish(phone, request);
  }

  /** The code is typed into the phone. A wrong one is noticed by the device, as it is with WhatsApp. */
  async enterCode(code: string, phone: string, name = ""): Promise<void> {
    const request = this.#byPhone.get(phone);
    if (!request) throw new Error(`no device asks for a code of ${phone}`);
    const plain = code.replace(/[\s-]/g, "").toUpperCase();
    const salt = request.wrapped.subarray(0, 32);
    const iv = request.wrapped.subarray(32, 48);
    const companion = aesDecryptCTR(
      request.wrapped.subarray(48, 80),
      await derivePairingCodeKey(plain, salt),
      iv,
    );
    const [identity, ephemeral] = [Curve.generateKeyPair(), Curve.generateKeyPair()];
    request.keys = { identity, ephemeral, companion };
    this.#names.set(phone, name);
    const [ownSalt, ownIv] = [randomBytes(32), randomBytes(16)];
    const sealed = aesEncryptCTR(ephemeral.public, await derivePairingCodeKey(plain, ownSalt), ownIv);
    const one = (tag: string, content: Uint8Array): BinaryNode => ({ tag, attrs: {}, content });
    request.connection.send({
      tag: "notification",
      attrs: { from: SERVER, id: randomBytes(4).toString("hex"), type: "link_code_companion_reg", t: "0" },
      content: [
        {
          tag: "link_code_companion_reg",
          attrs: { stage: "primary_hello" },
          content: [
            one("link_code_pairing_ref", request.reference),
            one("primary_identity_pub", identity.public),
            one("link_code_pairing_wrapped_primary_ephemeral_pub", Buffer.concat([ownSalt, ownIv, sealed])),
          ],
        },
      ],
    });
  }

  #finish(phone: string, finish: BinaryNode | undefined): void {
    const request = this.#byPhone.get(phone);
    if (!request?.keys || !finish) throw new Error(`${phone} has typed in no code`);
    const { identity, ephemeral, companion } = request.keys;
    const bundle = bytes(finish, "link_code_pairing_wrapped_key_bundle");
    const companionIdentity = bytes(finish, "companion_identity_public");
    const shared = Curve.sharedKey(ephemeral.private, companion);
    const key = hkdf(shared, 32, {
      salt: bundle.subarray(0, 32),
      info: "link_code_pairing_key_bundle_encryption_key",
    });
    const none = Buffer.alloc(0);
    const opened = aesDecryptGCM(bundle.subarray(44), Buffer.from(key), bundle.subarray(32, 44), none);
    const random = opened.subarray(64);
    const both = Curve.sharedKey(identity.private, companionIdentity);
    const secret = Buffer.from(hkdf(Buffer.concat([shared, both, random]), 32, { info: "adv_secret" }));
    const name = this.#names.get(phone) ?? "";
    this.#link(request.connection, identity, {
      phone,
      name,
      lid: lidOf(phone),
      identity: companionIdentity,
      secret,
    });
  }

  /** Tell the device that it is linked; it answers with its signature (`confirm`). */
  #link(
    connection: Connection,
    accountKey: KeyPair,
    to: { phone: string; name: string; lid: string; identity: Buffer; secret: Buffer },
  ): Account {
    const now = Math.floor(Date.now() / 1000);
    const details = proto.ADVDeviceIdentity.encode({ rawId: 1, timestamp: now, keyIndex: 1 }).finish();
    const vouched = Buffer.concat([WA_ADV_ACCOUNT_SIG_PREFIX, details, to.identity]);
    const signed = proto.ADVSignedDeviceIdentity.encode({
      details,
      accountSignatureKey: accountKey.public,
      accountSignature: Curve.sign(accountKey.private, vouched),
    }).finish();
    const proof = { details: signed, hmac: hmacSign(signed, to.secret) };
    const keys = connection.registration;
    const account = new Account({
      ...to,
      device: this.#people.nextDevice(to.phone),
      registration: number(keys.eRegid ?? Buffer.alloc(1)),
      noiseKey: connection.clientKey,
      signedPreKey: {
        id: number(keys.eSkeyId ?? Buffer.alloc(1)),
        value: Buffer.from(keys.eSkeyVal ?? []),
        signature: Buffer.from(keys.eSkeySig ?? []),
      },
      handset: new SignalDevice(accountKey),
    });
    connection.awaitConfirmation(account);
    connection.send({
      tag: "iq",
      attrs: { from: SERVER, type: "set", id: "pair-success" },
      content: [
        {
          tag: "pair-success",
          attrs: {},
          content: [
            {
              tag: "device-identity",
              attrs: {},
              content: proto.ADVSignedDeviceIdentityHMAC.encode(proof).finish(),
            },
            { tag: "platform", attrs: { name: "android" } },
            { tag: "device", attrs: { jid: account.jid, lid: account.deviceLid } },
            ...(to.name ? [{ tag: "biz", attrs: { name: to.name } }] : []),
          ],
        },
      ],
    });
    return account;
  }

  /** Which numbers have a device that asks for a code. */
  get codeRequests(): string[] {
    return [...this.#byPhone.keys()];
  }

  get openQrCodes(): number {
    return new Set(this.#byReference.values()).size;
  }
}
