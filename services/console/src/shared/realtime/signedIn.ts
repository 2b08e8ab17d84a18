/**
 * What begins when somebody is signed in and ends when they are not, in this order: session, preferences, what was not
 * sent, sockets; then screens read. Loaded with the first screen of somebody who is signed in.
 */

import type { Session } from "../api/browserSession";
import { applyPreferences } from "../api/preferences";
import { queryClient, readAgain } from "../api/queries";
import { session } from "../api/session";
import { drafts } from "../outbox/drafts";
import { outbox } from "../outbox/outbox";
import { followLookups } from "./lookupsLive";
import { realtime } from "./sockets";

const ALWAYS = [
  ["chat", "tickets:read"],
  ["channels", "channels:read"],
] as const;

let follows = false;
let entered: string | undefined;
let shownPreferences: Session["preferences"] | undefined;

/** Has all that follow the session. */
function followSession(): void {
  let tokenSince = session.tokenSince;
  session.subscribe(() => {
    const { current } = session;
    if (current.kind === "signed-out") leave(current.why === "signed-out");
    if (current.kind === "signed-in" && current.session.preferences !== shownPreferences) {
      shownPreferences = current.session.preferences;
      void applyPreferences(current.session);
    }
    if (session.tokenSince !== tokenSince) {
      tokenSince = session.tokenSince;
      void realtime.manager.renew();
    }
  });
  session.onSignOut(async ({ user }) => {
    await Promise.all([outbox.forget(user.id), drafts.forget(user.id)]);
  });
  realtime.onResync(() => void readAgain());
  realtime.subscribeState(() => {
    if (realtime.state !== "live") return;
    outbox.hurry();
    // What could not be read while the connection was away.
    void queryClient.refetchQueries({ type: "active", predicate: ({ state }) => state.status === "error" });
  });
  followLookups(queryClient, realtime);
  window.addEventListener("online", () => {
    realtime.manager.hurry();
    outbox.hurry();
  });
  window.addEventListener("pagehide", () => void drafts.flush());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") void drafts.flush();
    // A laptop that slept has missed the moment to refresh.
    else if (session.current.kind === "signed-in") void session.token().catch(() => undefined);
  });
}

/**
 * Finds out who is signed in and, if somebody is, has everything ready for their screens. Returns whether somebody is.
 * Throws when the server cannot be asked.
 */
export async function enter(): Promise<boolean> {
  if (!follows) followSession();
  follows = true;
  const state = await session.start();
  if (state.kind !== "signed-in") return false;
  const { user, permissions } = state.session;
  if (entered === user.id) return true;
  entered = user.id;
  await Promise.all([
    applyPreferences(state.session),
    outbox.open(user.id),
    drafts.open(user.id),
    realtime.manager.start(
      ALWAYS.filter(([, permission]) => permissions.has(permission)).map(([name]) => name),
    ),
  ]);
  return true;
}

function leave(forgets: boolean): void {
  if (entered === undefined) return;
  entered = undefined;
  realtime.manager.stop();
  outbox.close();
  if (!forgets) void drafts.close();
  queryClient.clear();
}
