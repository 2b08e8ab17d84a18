/** How the person wants the console: applied to the document, and changed at the server. */

import { messageStore } from "../i18n/messages";
import type { Preferences, Session } from "./browserSession";
import { api, ask } from "./client";
import { session } from "./session";

const LOOK = "atende-look";

/** The system's theme, which is followed while it changes. Not every place that runs this has one. */
const dark = globalThis.matchMedia?.("(prefers-color-scheme: dark)");
let chosen: Preferences["theme"] = "system";
dark?.addEventListener("change", () => paint(dark));

function paint({ matches }: { matches: boolean }): void {
  const isDark = chosen === "dark" || (chosen === "system" && matches);
  document.documentElement.dataset.theme = isDark ? "dark" : "light";
}

/** Shows what is chosen: theme and density as attributes that the tokens go by, and the language. */
export function applyPreferences({
  preferences,
  company,
}: Pick<Session, "preferences" | "company">): Promise<void> {
  const { theme, density, language } = preferences;
  applyLook(theme, density);
  try {
    localStorage.setItem(LOOK, JSON.stringify({ theme, density }));
  } catch {
    // The browser keeps nothing: the next page begins in the system's theme.
  }
  return messageStore.change(language ?? (company.locale.toLowerCase().startsWith("pt") ? "pt" : "en"));
}

/** Shows what was chosen last in this browser, before it is known who is signed in. */
export function applyLastLook(): void {
  try {
    const { theme, density } = JSON.parse(localStorage.getItem(LOOK) ?? "{}") as Partial<Preferences>;
    applyLook(theme ?? "system", density ?? "comfortable");
  } catch {
    // Nothing readable was kept.
  }
}

function applyLook(theme: Preferences["theme"], density: Preferences["density"]): void {
  const { dataset } = document.documentElement;
  chosen = theme;
  if (!dark) dataset.theme = theme === "dark" ? "dark" : "light";
  else paint(dark);
  dataset.density = density;
}

/** Changes preferences: shown at once, and undone if the server refuses. */
export async function changePreferences(changes: Partial<Preferences>): Promise<void> {
  const { current } = session;
  if (current.kind !== "signed-in") return;
  const before = current.session.preferences;
  session.change({ preferences: { ...before, ...changes } });
  try {
    const kept = await ask(api.PATCH("/api/v1/auth/me/preferences", { body: changes }));
    session.change({ preferences: kept as Preferences });
  } catch (error) {
    session.change({ preferences: before });
    throw error;
  }
}
