/**
 * Who is signed in in this browser. The access token lives in this page's memory only; the refresh token in a cookie
 * that no script can read. Tabs refresh one at a time and tell each other; a sign-out ends all of them.
 */

import type { BrowserSession, Ended, Preferences, Session, SessionState } from "./browserSession";
import type { components } from "./generated/auth";
import { NetworkError, ProblemError, problemOf } from "./problems";

type Schemas = components["schemas"];

/** What the manager needs of the browser; tests give their own. */
export interface Surroundings {
  fetch: (path: string, init: RequestInit) => Promise<Response>;
  /** Runs one at a time over all tabs. */
  locked: <T>(name: string, run: () => Promise<T>) => Promise<T>;
  channel: Pick<BroadcastChannel, "postMessage" | "addEventListener">;
  now: () => number;
  language: () => string;
}

type Message = { kind: "session"; answer: BrowserSession; at: number } | { kind: "ended"; why: Ended };

const EARLY_MS = 60_000;
const RETRY_MS = 10_000;
const WEB = "/api/v1/auth/web";

export class SessionManager {
  private state: SessionState = { kind: "unknown" };
  private accessToken: string | undefined;
  private expiresAt = 0;
  private receivedAt = 0;
  private refreshing: Promise<void> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private last: Session | undefined;
  private owner: string | undefined;
  private readonly listeners = new Set<() => void>();
  private readonly leaving = new Set<(session: Session) => Promise<void>>();
  private readonly replacing = new Set<() => void>();

  constructor(private readonly around: Surroundings) {
    around.channel.addEventListener("message", (event) => this.hear((event as MessageEvent<Message>).data));
  }

  get current(): SessionState {
    return this.state;
  }

  /** The session of whoever is, or was a moment ago, signed in. */
  get latest(): Session | undefined {
    return this.last;
  }

  /** When the present token came: another number says that there is another token. */
  get tokenSince(): number {
    return this.receivedAt;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Is told before a person who signs out has gone: what they typed is to be forgotten. */
  onSignOut(handler: (session: Session) => Promise<void>): () => void {
    this.leaving.add(handler);
    return () => this.leaving.delete(handler);
  }

  /** Is told when another person or company has taken this one's place: nothing shown is theirs. */
  onReplaced(handler: () => void): () => void {
    this.replacing.add(handler);
    return () => this.replacing.delete(handler);
  }

  /** Finds out who is signed in, once. Throws when the server cannot be asked. */
  async start(): Promise<SessionState> {
    if (this.state.kind === "unknown") await this.refresh();
    return this.state;
  }

  /** Returns a token that lives for some time still; undefined if nobody is signed in. */
  async token(): Promise<string | undefined> {
    if (this.state.kind === "unknown" || this.isDue()) {
      try {
        await this.refresh();
      } catch (error) {
        if (!this.accessToken || this.around.now() >= this.expiresAt) throw error;
      }
    }
    return this.accessToken;
  }

  /** Gets a new token, also one that holds what has changed (a role). Several calls at once are one. */
  refresh(): Promise<void> {
    this.refreshing ??= this.exchange().finally(() => {
      this.refreshing = undefined;
    });
    return this.refreshing;
  }

  /** Signs in. A person of several companies gets 409 `company-required`, with `choiceToken` and `companies`. */
  async login(body: Schemas["LoginRequest"]): Promise<void> {
    this.enter(await this.post<BrowserSession>("/login", body));
  }

  async chooseCompany(body: Schemas["CompanyChoose"]): Promise<void> {
    this.enter(await this.post<BrowserSession>("/login/company", body));
  }

  async switchCompany(companyId: string): Promise<void> {
    this.enter(await this.post<BrowserSession>("/switch", { companyId }));
  }

  /** Goes on as whoever an answer of `/api/v1/auth/web` names, in all tabs. */
  enter(answer: BrowserSession): void {
    const at = this.around.now();
    this.adopt(answer, at);
    this.tell({ kind: "session", answer, at });
  }

  /** Signs out, in all tabs. Throws, and stays, when the server cannot be reached: the cookie would stay, too. */
  async logout(): Promise<void> {
    await this.post<undefined>("/logout", {});
    await this.end("signed-out");
    this.tell({ kind: "ended", why: "signed-out" });
  }

  /** Says that the server no longer knows the session. What was typed stays. */
  async revoked(): Promise<void> {
    if (this.state.kind === "signed-out") return;
    await this.end("revoked");
    this.tell({ kind: "ended", why: "revoked" });
  }

  /** Changes what is shown of the session: the own name, the company's settings, preferences. */
  change(
    changes: Partial<Pick<Session, "user" | "company" | "companies" | "preferences" | "totpEnabled">>,
  ): void {
    if (this.state.kind !== "signed-in") return;
    this.publish({ kind: "signed-in", session: { ...this.state.session, ...changes } });
  }

  private isDue(): boolean {
    return this.accessToken !== undefined && this.around.now() >= this.expiresAt - EARLY_MS;
  }

  private async exchange(): Promise<void> {
    const before = this.receivedAt;
    await this.around.locked("atende-session", async () => {
      if (this.receivedAt !== before && this.accessToken && !this.isDue()) return; // Another tab has been quicker.
      let answer: BrowserSession | undefined;
      try {
        answer = await this.post<BrowserSession | undefined>("/refresh", {});
      } catch (error) {
        if (!(error instanceof ProblemError && error.status === 401)) {
          this.plan(RETRY_MS);
          throw error;
        }
        await this.end(this.state.kind === "unknown" ? "none" : "revoked");
        return;
      }
      if (answer) this.enter(answer);
      else await this.end(this.state.kind === "signed-in" ? "revoked" : "none");
    });
  }

  private async post<T>(path: string, body: unknown): Promise<T> {
    const headers: Record<string, string> = {
      "content-type": "application/json",
      "accept-language": this.around.language(),
    };
    if (this.accessToken) headers.authorization = `Bearer ${this.accessToken}`;
    let response: Response;
    try {
      response = await this.around.fetch(WEB + path, {
        method: "POST",
        credentials: "same-origin",
        headers,
        body: JSON.stringify(body),
      });
    } catch (error) {
      throw new NetworkError(error);
    }
    const text = await response.text().catch(() => "");
    const answer = text === "" ? undefined : parsed(text);
    if (response.ok && response.status !== 204 && answer === undefined) throw new NetworkError(); // It broke off.
    if (!response.ok) throw problemOf(response, answer);
    return answer as T;
  }

  private adopt(answer: BrowserSession, at: number): void {
    const replaced = this.owner !== undefined && this.owner !== answer.user.id;
    this.owner = answer.user.id; // One in each company.
    this.accessToken = answer.accessToken;
    this.receivedAt = at;
    this.expiresAt = at + answer.expiresIn * 1000;
    const { user, company, companies, sessionId, totpEnabled } = answer;
    const preferences = answer.preferences as Preferences; // The document's defaults: all are there.
    const permissions = new Set(answer.permissions);
    this.publish({
      kind: "signed-in",
      session: { user, company, companies, permissions, preferences, sessionId, totpEnabled },
    });
    this.plan(Math.max(this.expiresAt - EARLY_MS - this.around.now(), 1000));
    if (replaced) for (const handler of this.replacing) handler();
  }

  /** Sees to it that a token is there before the present one ends. */
  private plan(inMs: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.refresh().catch(() => this.plan(RETRY_MS));
    }, inMs);
  }

  private async end(why: Ended): Promise<void> {
    clearTimeout(this.timer);
    const { last } = this;
    if (why === "signed-out" && last) {
      this.owner = undefined;
      await Promise.allSettled([...this.leaving].map((handler) => handler(last))); // Over, also if that fails.
    }
    this.accessToken = undefined;
    this.publish({ kind: "signed-out", why });
  }

  private publish(state: SessionState): void {
    this.state = state;
    if (state.kind === "signed-in") this.last = state.session;
    for (const listener of this.listeners) listener();
  }

  private tell(message: Message): void {
    this.around.channel.postMessage(message);
  }

  private hear(message: Message): void {
    if (message.kind === "session" && message.at > this.receivedAt) this.adopt(message.answer, message.at);
    if (message.kind === "ended" && this.state.kind === "signed-in") void this.end(message.why);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Of a proxy: its status says enough.
  }
}
