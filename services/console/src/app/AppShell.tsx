/** What stands around every screen of somebody who is signed in. */

import { Outlet } from "@tanstack/react-router";
import { useSessionEnd } from "./useSessionEnd";

export function AppShell() {
  useSessionEnd();
  return (
    <main>
      <Outlet />
    </main>
  );
}
