/** What stands around every screen of somebody who is signed in. */

import { Outlet } from "@tanstack/react-router";

export function AppShell() {
  return (
    <main>
      <Outlet />
    </main>
  );
}
