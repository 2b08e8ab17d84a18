/** Saves files that the API makes: exports and refused rows. A link carries no token, so one is asked for first. */

import { ask } from "./client";

type Link = Parameters<typeof ask<{ url: string }>>[0];

/** Has the browser save a file: `saveFile(api.POST("/api/v1/contacts/export", …))`. The link is good once, for a minute. */
export async function saveFile(link: Link): Promise<void> {
  const { url } = await ask(link);
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.download = "";
  anchor.click();
}
