/**
 * Code of screens, loaded when it is first needed. After an update of the installation the files of the page before are
 * gone: that differs from a network failure, and loads the new version.
 */

import { NetworkError } from "@/shared/api/problems";

/** The installation has a newer console than this page. */
export class NewVersion extends Error {
  constructor() {
    super("The console was updated");
    this.name = "NewVersion";
  }
}

/** The scripts that a page begins with: their names hold their content. */
function scriptsOf(html: string): string {
  return [...html.matchAll(/<script[^>]*\ssrc="([^"]+)"/g)].map((found) => found[1]).join(" ");
}

/** Whether the server now has another console than the one that runs. */
export async function isOutdated(fetchPage: typeof fetch = fetch): Promise<boolean> {
  const response = await fetchPage("/index.html", { cache: "no-store" });
  if (!response.ok) return false;
  const here = [...document.querySelectorAll<HTMLScriptElement>("script[src]")];
  const known = new Set(here.map((script) => script.getAttribute("src")));
  return scriptsOf(await response.text())
    .split(" ")
    .some((src) => src !== "" && !known.has(src));
}

/** Loads code; what fails says whether there is a new version or no network. */
export function chunk<T>(load: () => Promise<T>): () => Promise<T> {
  return async () => {
    try {
      return await load();
    } catch (error) {
      if (await isOutdated().catch(() => false)) throw new NewVersion();
      throw new NetworkError(error);
    }
  };
}
