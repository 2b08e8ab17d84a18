/** The link that removes a lost authenticator app. */

import { ConfirmByPassword } from "./ConfirmByPassword";

export function TotpResetScreen() {
  return <ConfirmByPassword of="totpReset" />;
}
