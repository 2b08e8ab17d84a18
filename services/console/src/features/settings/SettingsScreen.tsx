/** The frame of the settings: their navigation, and the page that the address names. */

import { Outlet } from "@tanstack/react-router";

export function SettingsScreen() {
  return <Outlet />;
}
