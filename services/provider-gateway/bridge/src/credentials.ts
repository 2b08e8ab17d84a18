// A session's credentials: those that the gateway has stored, or new ones, and their way back to it when they change.

import { type AuthenticationCreds, BufferJSON, initAuthCreds } from "@whiskeysockets/baileys";
import type { Owner } from "./keys.ts";
import { type Line, Refused } from "./line.ts";

export class Credentials {
  /** Changed in place by Baileys. */
  readonly creds: AuthenticationCreds;
  readonly #line: Line;
  readonly #owner: Owner;
  readonly #failed: (reason: string) => void;
  #storing: Promise<void> | undefined;
  #isChanged = false;
  #isClosed = false;

  constructor(stored: string | null | undefined, line: Line, owner: Owner, failed: (reason: string) => void) {
    this.creds = stored ? JSON.parse(stored, BufferJSON.reviver) : initAuthCreds();
    this.#line = line;
    this.#owner = owner;
    this.#failed = failed;
  }

  /** Stores them, once there is an account: before, there is nothing to come back to. */
  store(): void {
    this.#isChanged = true;
    if (this.creds.account && !this.#storing) {
      this.#storing = this.#storeAll().finally(() => {
        this.#storing = undefined;
      });
    }
  }

  /** Waits until they are stored. */
  async stored(): Promise<void> {
    await this.#storing;
  }

  /** Stores nothing more. */
  close(): void {
    this.#isClosed = true;
  }

  async #storeAll(): Promise<void> {
    while (this.#isChanged && !this.#isClosed) {
      this.#isChanged = false;
      const value = JSON.stringify(this.creds, BufferJSON.replacer);
      try {
        await this.#line.ask({ op: "credentials", ...this.#owner, value });
      } catch (error) {
        this.#failed(error instanceof Refused ? error.reason : "storage");
        return;
      }
    }
  }
}
