/** The session of this page, and what screens ask of it. */

import { useSyncExternalStore } from "react";
import { messageStore } from "../i18n/messages";
import type { Permission, Session, SessionState } from "./browserSession";
import { SessionManager } from "./sessionManager";

/** The one manager. */
export const session = new SessionManager({
  fetch: (path, init) => fetch(path, init),
  locked: (name, run) =>
    // Without a secure context there are no locks; the server lets tabs refresh at the same time for a minute.
    "locks" in navigator ? navigator.locks.request(name, run) : run(),
  channel: new BroadcastChannel("atende-session"),
  now: () => Date.now(),
  language: () => (messageStore.locale === "pt" ? "pt-BR" : "en"),
});

/** Returns whether somebody is signed in, and who. */
export function useSessionState(): SessionState {
  return useSyncExternalStore(session.subscribe, () => session.current);
}

/** Returns who is signed in. For screens of those who are. */
export function useSession(): Session {
  const latest = useSyncExternalStore(session.subscribe, () => session.latest);
  if (!latest) throw new Error("Nobody is signed in");
  return latest;
}

/** Returns whether the person may do something; what they may not is not drawn. */
export function useMay(permission: Permission): boolean {
  return useSession().permissions.has(permission);
}
