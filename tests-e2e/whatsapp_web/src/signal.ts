// One device with a Signal identity: a simulated contact's phone, or the account's own phone (device 0).

import {
  type BinaryNode,
  BufferJSON,
  Curve,
  encodeBigEndian,
  encodeWAMessage,
  generateSignalPubKey,
  type KeyPair,
  proto,
  signedKeyPair,
  unpadRandomMax16,
} from "@whiskeysockets/baileys";
import {
  GroupCipher,
  GroupSessionBuilder,
  SenderKeyDistributionMessage,
} from "@whiskeysockets/baileys/lib/Signal/Group/index.js";
import { SenderKeyName } from "@whiskeysockets/baileys/lib/Signal/Group/sender-key-name.js";
import { SenderKeyRecord } from "@whiskeysockets/baileys/lib/Signal/Group/sender-key-record.js";
import * as libsignal from "libsignal";

/** What a server has of a linked device: enough to begin a session with it. */
export interface Bundle {
  readonly phone: string;
  readonly device: number;
  readonly registration: number;
  readonly identity: Buffer;
  readonly signedPreKey: { id: number; value: Buffer; signature: Buffer };
  readonly preKeys: { id: number; value: Buffer }[];
}

export interface Sealed {
  readonly type: string;
  readonly data: Buffer;
}

/** A linked device as the other side of a session. */
export type Address = Pick<Bundle, "phone" | "device">;

export class SignalDevice {
  readonly #identity: KeyPair;
  readonly #registration = 4242;
  readonly #signed;
  readonly #preKeys = new Map<number, KeyPair>();
  #nextPreKey = 1;
  readonly #sessions = new Map<string, Uint8Array>();
  readonly #senderKeys = new Map<string, Uint8Array>();
  readonly #handedOut = new Set<string>();

  constructor(identity: KeyPair = Curve.generateKeyPair(), signed = signedKeyPair(identity, 1)) {
    this.#identity = identity;
    this.#signed = signed;
  }

  /** Everything that it takes to go on with its sessions. */
  save() {
    return {
      identity: this.#identity,
      signed: this.#signed,
      preKeys: [...this.#preKeys],
      nextPreKey: this.#nextPreKey,
      sessions: [...this.#sessions],
      senderKeys: [...this.#senderKeys],
      handedOut: [...this.#handedOut],
    };
  }

  static restore(saved: ReturnType<SignalDevice["save"]>): SignalDevice {
    const device = new SignalDevice(saved.identity, saved.signed);
    for (const [id, key] of saved.preKeys) device.#preKeys.set(id, key);
    for (const [id, session] of saved.sessions) device.#sessions.set(id, session);
    for (const [id, key] of saved.senderKeys) device.#senderKeys.set(id, key);
    for (const mark of saved.handedOut) device.#handedOut.add(mark);
    device.#nextPreKey = saved.nextPreKey;
    return device;
  }

  get identity(): KeyPair {
    return this.#identity;
  }

  /** What the server answers when a client wants to begin a session with this device. */
  bundle(jid: string): BinaryNode {
    const id = this.#nextPreKey++;
    const key = Curve.generateKeyPair();
    this.#preKeys.set(id, key);
    const { keyId, keyPair, signature } = this.#signed;
    const one = (tag: string, content: Uint8Array | BinaryNode[]): BinaryNode => ({
      tag,
      attrs: {},
      content,
    });
    return {
      tag: "user",
      attrs: { jid },
      content: [
        one("registration", encodeBigEndian(this.#registration, 4)),
        one("type", Buffer.from([5])),
        one("identity", this.#identity.public),
        one("skey", [
          one("id", encodeBigEndian(keyId, 3)),
          one("value", keyPair.public),
          one("signature", signature),
        ]),
        one("key", [one("id", encodeBigEndian(id, 3)), one("value", key.public)]),
      ],
    };
  }

  async encrypt(to: Bundle, message: proto.IMessage): Promise<Sealed> {
    const address = protocolAddress(to);
    if (!this.#sessions.has(address.toString())) {
      const preKey = to.preKeys.shift();
      // The types want a one-time key; the library does without when a server has none left.
      const session = {
        registrationId: to.registration,
        identityKey: generateSignalPubKey(to.identity),
        signedPreKey: {
          keyId: to.signedPreKey.id,
          publicKey: generateSignalPubKey(to.signedPreKey.value),
          signature: to.signedPreKey.signature,
        },
        ...(preKey && { preKey: { keyId: preKey.id, publicKey: generateSignalPubKey(preKey.value) } }),
      } as Parameters<libsignal.SessionBuilder["initOutgoing"]>[0];
      await new libsignal.SessionBuilder(this.#storage, address).initOutgoing(session);
    }
    const cipher = new libsignal.SessionCipher(this.#storage, address);
    const { type, body } = await cipher.encrypt(encodeWAMessage(message));
    return { type: type === 3 ? "pkmsg" : "msg", data: Buffer.from(body, "binary") };
  }

  async decrypt(from: Address, sealed: Sealed): Promise<proto.Message> {
    const cipher = new libsignal.SessionCipher(this.#storage, protocolAddress(from));
    const plain =
      sealed.type === "pkmsg"
        ? await cipher.decryptPreKeyWhisperMessage(sealed.data)
        : await cipher.decryptWhisperMessage(sealed.data);
    return proto.Message.decode(unpadRandomMax16(plain));
  }

  /** Begin anew at the next message, as a phone does that is asked for one again. */
  forget(device: Address): void {
    this.#sessions.delete(protocolAddress(device).toString());
    for (const key of this.#handedOut) {
      if (key.startsWith(`${protocolAddress(device)} `)) this.#handedOut.delete(key);
    }
  }

  /** Encrypt for a group; with it the sender key, for the device that does not have it yet. */
  async encryptForGroup(
    to: Bundle,
    group: string,
    message: proto.IMessage,
  ): Promise<{ key: Sealed | null; body: Sealed }> {
    const name = new SenderKeyName(group, ownAddress());
    const distribution = await new GroupSessionBuilder(this.#senderKeyStore).create(name);
    const mark = `${protocolAddress(to)} ${group}`;
    let key: Sealed | null = null;
    if (!this.#handedOut.has(mark)) {
      const axolotlSenderKeyDistributionMessage = distribution.serialize();
      key = await this.encrypt(to, {
        senderKeyDistributionMessage: { groupId: group, axolotlSenderKeyDistributionMessage },
      });
      this.#handedOut.add(mark);
    }
    const cipher = new GroupCipher(this.#senderKeyStore, name);
    const data = Buffer.from(await cipher.encrypt(encodeWAMessage(message)));
    return { key, body: { type: "skmsg", data } };
  }

  async learnSenderKey(from: Address, group: string, distribution: Uint8Array): Promise<void> {
    const message = new SenderKeyDistributionMessage(null, null, null, null, distribution);
    await new GroupSessionBuilder(this.#senderKeyStore).process(
      new SenderKeyName(group, protocolAddress(from)),
      message,
    );
  }

  async decryptFromGroup(from: Address, group: string, data: Buffer): Promise<proto.Message> {
    const cipher = new GroupCipher(this.#senderKeyStore, new SenderKeyName(group, protocolAddress(from)));
    return proto.Message.decode(unpadRandomMax16(await cipher.decrypt(data)));
  }

  readonly #storage: libsignal.SignalStorage = {
    loadSession: async (id) => {
      const session = this.#sessions.get(id);
      return session && libsignal.SessionRecord.deserialize(session);
    },
    storeSession: async (id, session) => {
      this.#sessions.set(id, session.serialize());
    },
    isTrustedIdentity: () => true,
    loadPreKey: async (id) => {
      const key = this.#preKeys.get(Number(id));
      return key && pair(key);
    },
    removePreKey: (id) => {
      this.#preKeys.delete(id);
    },
    loadSignedPreKey: () => pair(this.#signed.keyPair),
    getOurRegistrationId: () => this.#registration,
    getOurIdentity: () => pair(this.#identity),
  };

  readonly #senderKeyStore = {
    loadSenderKey: async (name: SenderKeyName): Promise<SenderKeyRecord> => {
      const known = this.#senderKeys.get(name.toString());
      return known ? SenderKeyRecord.deserialize(known) : new SenderKeyRecord();
    },
    storeSenderKey: async (name: SenderKeyName, record: SenderKeyRecord): Promise<void> => {
      this.#senderKeys.set(
        name.toString(),
        Buffer.from(JSON.stringify(record.serialize(), BufferJSON.replacer)),
      );
    },
  };
}

function protocolAddress(device: Address): libsignal.ProtocolAddress & { id: string } {
  return new libsignal.ProtocolAddress(device.phone, device.device);
}

function ownAddress(): libsignal.ProtocolAddress {
  return new libsignal.ProtocolAddress("self", 0);
}

function pair(keys: KeyPair): { privKey: Buffer; pubKey: Buffer } {
  return { privKey: Buffer.from(keys.private), pubKey: Buffer.from(generateSignalPubKey(keys.public)) };
}
