/** The word that Meta shows when it sets up a webhook, so that we know it for ours. */

/** Returns one that cannot be guessed. */
export function newVerifyToken(): string {
  return crypto.randomUUID().replaceAll("-", "");
}
