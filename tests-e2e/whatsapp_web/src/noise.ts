// The server's half of the Noise handshake (XX_25519_AESGCM_SHA256), and the framing of what follows it.

import {
  aesDecryptGCM,
  aesEncryptGCM,
  Curve,
  hkdf,
  type KeyPair,
  NOISE_MODE,
  NOISE_WA_HEADER,
  proto,
  sha256,
} from "@whiskeysockets/baileys";

const NOTHING = Buffer.alloc(0);
const MAX_FRAME = 16 * 1024 * 1024;

/** The keys that a server proves itself with: a root, which clients are told to trust, and what it has signed. */
export class ServerIdentity {
  readonly root: KeyPair;
  readonly keys = Curve.generateKeyPair();
  readonly chain: Uint8Array;

  constructor(root: KeyPair = Curve.generateKeyPair()) {
    this.root = root;
    const intermediate = Curve.generateKeyPair();
    const issued = certificate({ serial: 1, issuerSerial: 0 }, intermediate.public);
    const leaf = certificate({ serial: 2, issuerSerial: 1 }, this.keys.public);
    this.chain = proto.CertChain.encode({
      intermediate: { details: issued, signature: Curve.sign(root.private, issued) },
      leaf: { details: leaf, signature: Curve.sign(intermediate.private, leaf) },
    }).finish();
  }
}

function certificate(serials: { serial: number; issuerSerial: number }, key: Uint8Array): Uint8Array {
  const now = Math.floor(Date.now() / 1000);
  const dates = { notBefore: now - 3600, notAfter: now + 30 * 86400 };
  return proto.CertChain.NoiseCertificate.Details.encode({ ...serials, ...dates, key }).finish();
}

/** One connection's handshake and cipher. */
export class NoiseResponder {
  /** What the client introduces itself with, known when the handshake is done. */
  payload: proto.IClientPayload | null = null;
  clientKey: Buffer = NOTHING;

  readonly #identity: ServerIdentity;
  readonly #ephemeral = Curve.generateKeyPair();
  #buffer: Buffer = NOTHING;
  #introduced = false;
  #hash: Buffer = Buffer.from(NOISE_MODE);
  #salt: Buffer = this.#hash;
  #key: Buffer = this.#hash;
  #count = 0;
  #receiving = { key: NOTHING as Buffer, count: 0 };
  #sending = { key: NOTHING as Buffer, count: 0 };
  #greeted = false;

  constructor(identity: ServerIdentity) {
    this.#identity = identity;
  }

  /** Take bytes as they come; return the frames that are complete. */
  frames(data: Buffer): Buffer[] {
    this.#buffer = Buffer.concat([this.#buffer, data]);
    if (!this.#introduced && !this.#takeIntroduction()) return [];
    const frames: Buffer[] = [];
    while (this.#buffer.length >= 3) {
      const length = this.#buffer.readUIntBE(0, 3);
      if (length > MAX_FRAME) throw new Error(`a frame of ${length} bytes`);
      if (this.#buffer.length < 3 + length) break;
      frames.push(this.#buffer.subarray(3, 3 + length));
      this.#buffer = this.#buffer.subarray(3 + length);
    }
    return frames;
  }

  /** One step of the handshake. Returns what to answer, or null when it is done. */
  shake(frame: Buffer): Buffer | null {
    if (!this.#greeted) {
      const client = proto.HandshakeMessage.decode(frame).clientHello?.ephemeral;
      if (!client) throw new Error("no client hello");
      this.#greeted = true;
      return this.#greet(Buffer.from(client));
    }
    const finish = proto.HandshakeMessage.decode(frame).clientFinish;
    if (!finish?.static || !finish.payload) throw new Error("no client finish");
    this.clientKey = this.#decrypt(Buffer.from(finish.static));
    this.#mixKey(Curve.sharedKey(this.#ephemeral.private, this.clientKey));
    this.payload = proto.ClientPayload.decode(this.#decrypt(Buffer.from(finish.payload)));
    const keys = Buffer.from(hkdf(NOTHING, 64, { salt: this.#salt, info: "" }));
    this.#receiving.key = keys.subarray(0, 32);
    this.#sending.key = keys.subarray(32);
    return null;
  }

  /** Decrypt a frame, once the handshake is done. */
  open(frame: Buffer): Buffer {
    return aesDecryptGCM(frame, this.#receiving.key, nonce(this.#receiving.count++), NOTHING);
  }

  /** Encrypt and frame, once the handshake is done. */
  seal(data: Uint8Array): Buffer {
    return framed(aesEncryptGCM(data, this.#sending.key, nonce(this.#sending.count++), NOTHING));
  }

  #takeIntroduction(): boolean {
    if (this.#buffer.length < 4) return false;
    if (this.#buffer.subarray(0, 2).toString() === "ED") {
      // Routing information, which a client sends back that was given some.
      if (this.#buffer.length < 7) return false;
      const length = 7 + this.#buffer.readUIntBE(4, 3);
      if (this.#buffer.length < length + 4) return false;
      this.#buffer = this.#buffer.subarray(length);
    }
    if (this.#buffer.subarray(0, 2).toString() !== "WA") throw new Error("not a WhatsApp client");
    this.#buffer = this.#buffer.subarray(4);
    this.#introduced = true;
    this.#mixHash(NOISE_WA_HEADER);
    return true;
  }

  #greet(client: Buffer): Buffer {
    this.#mixHash(client);
    this.#mixHash(this.#ephemeral.public);
    this.#mixKey(Curve.sharedKey(this.#ephemeral.private, client));
    const key = this.#encrypt(this.#identity.keys.public);
    this.#mixKey(Curve.sharedKey(this.#identity.keys.private, client));
    const payload = this.#encrypt(this.#identity.chain);
    const hello = { ephemeral: this.#ephemeral.public, static: key, payload };
    return framed(proto.HandshakeMessage.encode({ serverHello: hello }).finish());
  }

  #mixHash(data: Uint8Array): void {
    this.#hash = sha256(Buffer.concat([this.#hash, data]));
  }

  #mixKey(secret: Uint8Array): void {
    const keys = Buffer.from(hkdf(secret, 64, { salt: this.#salt, info: "" }));
    this.#salt = keys.subarray(0, 32);
    this.#key = keys.subarray(32);
    this.#count = 0;
  }

  #encrypt(plain: Uint8Array): Buffer {
    const sealed = aesEncryptGCM(plain, this.#key, nonce(this.#count++), this.#hash);
    this.#mixHash(sealed);
    return sealed;
  }

  #decrypt(sealed: Buffer): Buffer {
    const plain = aesDecryptGCM(sealed, this.#key, nonce(this.#count++), this.#hash);
    this.#mixHash(sealed);
    return plain;
  }
}

function nonce(count: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(count, 8);
  return bytes;
}

function framed(data: Uint8Array): Buffer {
  const length = Buffer.alloc(3);
  length.writeUIntBE(data.length, 0, 3);
  return Buffer.concat([length, data]);
}
