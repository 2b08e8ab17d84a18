/** The link that confirms another e-mail address. */

import { ConfirmByPassword } from "./ConfirmByPassword";

export function EmailChangeScreen() {
  return <ConfirmByPassword of="emailChange" />;
}
