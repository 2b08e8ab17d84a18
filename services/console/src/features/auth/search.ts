/** What the addresses of the entry hold: where to go on after signing in, and the tokens of links in e-mails. */

/** `next`: an address of the console to go on with. */
export interface EntrySearch {
  next?: string;
}

/** Takes only addresses of this console: a link must not send anybody elsewhere after signing in. */
export function entrySearch(search: Record<string, unknown>): EntrySearch {
  const { next } = search;
  return typeof next === "string" && isOwn(next) ? { next } : {};
}

function isOwn(next: string): boolean {
  try {
    const url = new URL(next, "https://console.invalid");
    return (
      next.startsWith("/") && url.origin === "https://console.invalid" && !url.pathname.startsWith("/login")
    );
  } catch {
    return false;
  }
}

/** Returns the token of a link in an e-mail. It stands behind "#", which browsers send to no server. */
export function linkToken(hash: string): string | undefined {
  return new URLSearchParams(hash.replace(/^#/, "")).get("token") || undefined;
}
