/** The frame of every screen for signed-in users: navigation, connection state, keyboard shortcuts. */

import { Outlet, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTickets } from "@/features/inbox/live";
import { useSession } from "@/shared/api/session";
import { useCommand, useKeyboard } from "@/shared/keyboard/commands";
import { ConnectionBar } from "./ConnectionBar";
import { SCREENS, type Screen } from "./navigation";
import { useUnreadBadge } from "./notifications/badge";
import { useArrivals } from "./notifications/useArrivals";
import paper from "./paper.module.css";
import { Rail } from "./Rail";
import { MAIN, SkipLink } from "./SkipLink";
import styles from "./shell.module.css";
import { useSessionEnd } from "./useSessionEnd";
import wallStyles from "./wall.module.css";

const CommandPalette = lazy(() => import("./CommandPalette").then((m) => ({ default: m.CommandPalette })));
const KeyHelp = lazy(() => import("./KeyHelp").then((m) => ({ default: m.KeyHelp })));

type Overlay = "commands" | "help";

export function AppShell() {
  useSessionEnd();
  const { preferences, permissions } = useSession();
  const unread = useTickets();
  const { ticketId } = useParams({ strict: false });
  const { wall } = useSearch({ strict: false });
  const [overlay, setOverlay] = useState<Overlay>();
  useKeyboard(preferences.singleKeys);
  useUnreadBadge(unread);
  useArrivals();
  useCommand("commands", () => setOverlay("commands"));
  useCommand("help", () => setOverlay("help"));
  return (
    <div
      className={wall ? wallStyles.shell : `${styles.shell} ${paper.shell}`}
      data-deep={ticketId !== undefined}
    >
      {!wall && (
        <>
          <SkipLink />
          <Rail unread={unread} />
          <ConnectionBar />
        </>
      )}
      <main id={MAIN} tabIndex={-1} className={wall ? wallStyles.main : styles.main}>
        <Outlet />
      </main>
      {SCREENS.map((screen) => (
        <GoKey key={screen.id} screen={screen} enabled={permissions.has(screen.permission)} />
      ))}
      <Suspense>
        {overlay === "commands" && <CommandPalette onClose={() => setOverlay(undefined)} />}
        {overlay === "help" && <KeyHelp onClose={() => setOverlay(undefined)} />}
      </Suspense>
    </div>
  );
}

/** The keys that lead to a screen. */
function GoKey({ screen, enabled }: { screen: Screen; enabled: boolean }) {
  const navigate = useNavigate();
  useCommand(screen.command, () => void navigate({ to: screen.to }), enabled);
  return null;
}
