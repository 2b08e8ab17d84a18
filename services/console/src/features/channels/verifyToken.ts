/** The word that Meta shows when it sets up a webhook, so that we know it for ours. */

/** Returns one that nobody guesses. */
export function newVerifyToken(): string {
  return crypto.randomUUID().replaceAll("-", "");
}
