// The media host: files lie here encrypted, as devices and contacts have uploaded them.

import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { hkdf, hkdfInfoKey, MEDIA_PATH_MAP, type MediaType } from "@whiskeysockets/baileys";
import type { Faults } from "./faults.ts";

const MAX_FILE = 110 * 1024 * 1024;
const MAX_ALL = 300 * 1024 * 1024;

/** Where a file is, and what it takes to read it: what a message says of its media. */
export interface MediaReference {
  url: string;
  directPath: string;
  mediaKey: Buffer;
  mimetype: string;
  fileSha256: Buffer;
  fileEncSha256: Buffer;
  fileLength: number;
}

export class MediaHost {
  readonly certificate: string;
  readonly #faults: Faults;
  readonly #server: Server;
  readonly #files = new Map<string, Buffer>();
  #size = 0;

  constructor(faults: Faults, tls: { key: string; certificate: string }) {
    this.#faults = faults;
    this.certificate = tls.certificate;
    this.#server = createServer({ key: tls.key, cert: tls.certificate }, (request, response) => {
      this.serve(request, response).catch((error: Error) => response.writeHead(500).end(error.message));
    });
  }

  async start(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject).listen(port, "127.0.0.1", resolve);
    });
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Encrypt a file and keep it, as a contact's phone does that sends one. */
  add(data: Buffer, type: MediaType, mimetype: string): MediaReference {
    const mediaKey = randomBytes(32);
    const { iv, cipherKey, macKey } = keysOf(mediaKey, type);
    const cipher = createCipheriv("aes-256-cbc", cipherKey, iv);
    const sealed = Buffer.concat([cipher.update(data), cipher.final()]);
    const whole = Buffer.concat([sealed, macOf(macKey, iv, sealed)]);
    const fileEncSha256 = hash(whole);
    const directPath = `${MEDIA_PATH_MAP[type] ?? "/mms/document"}/${fileEncSha256.toString("base64url")}`;
    this.#keep(directPath, whole);
    const url = `https://${this.host}${directPath}`;
    return {
      url,
      directPath,
      mediaKey,
      mimetype,
      fileSha256: hash(data),
      fileEncSha256,
      fileLength: data.length,
    };
  }

  /** Decrypt a file that the device has uploaded, as the contact's phone does. */
  open(directPath: string, mediaKey: Buffer, type: MediaType): Buffer {
    const whole = this.#files.get(directPath.split("?")[0] ?? "");
    if (!whole) throw new Error("no such file was uploaded");
    const { iv, cipherKey, macKey } = keysOf(mediaKey, type);
    const [sealed, mac] = [whole.subarray(0, -10), whole.subarray(-10)];
    if (!macOf(macKey, iv, sealed).equals(mac)) throw new Error("the file was changed on its way");
    const cipher = createDecipheriv("aes-256-cbc", cipherKey, iv);
    return Buffer.concat([cipher.update(sealed), cipher.final()]);
  }

  clear(): void {
    this.#files.clear();
    this.#size = 0;
  }

  /** Answer an upload or a download. */
  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? "").split("?")[0] ?? "";
    const isUpload = request.method === "POST";
    const fault = this.#faults.ofMedia(isUpload ? "upload" : "download");
    if (fault) {
      request.resume();
      response.writeHead(fault.status, { "content-type": "application/json" }).end('{"error":"as asked"}');
      return;
    }
    if (!isUpload) {
      const file = this.#files.get(path);
      if (!file) response.writeHead(404).end();
      else response.writeHead(200, { "content-length": file.length }).end(file);
      return;
    }
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_FILE) return void response.writeHead(413).end();
      chunks.push(chunk);
    }
    this.#keep(path, Buffer.concat(chunks));
    const answer = { url: `https://${this.host}${path}`, direct_path: path };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  }

  #keep(path: string, file: Buffer): void {
    this.#files.set(path, file);
    this.#size += file.length;
    for (const [oldest, data] of this.#files) {
      if (this.#size <= MAX_ALL) break;
      this.#files.delete(oldest);
      this.#size -= data.length;
    }
  }
}

function keysOf(mediaKey: Buffer, type: MediaType): { iv: Buffer; cipherKey: Buffer; macKey: Buffer } {
  const keys = Buffer.from(hkdf(mediaKey, 112, { info: hkdfInfoKey(type) }));
  return { iv: keys.subarray(0, 16), cipherKey: keys.subarray(16, 48), macKey: keys.subarray(48, 80) };
}

function macOf(key: Buffer, iv: Buffer, sealed: Buffer): Buffer {
  return createHmac("sha256", key).update(iv).update(sealed).digest().subarray(0, 10);
}

function hash(data: Buffer): Buffer {
  return createHash("sha256").update(data).digest();
}
