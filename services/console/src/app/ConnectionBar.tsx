/** Says when nothing comes over the sockets, and when what was missed is on its way. */

import { CloudOff, RefreshCw } from "lucide-react";
import { useTranslations } from "use-intl";
import { useConnection } from "@/shared/realtime/sockets";
import styles from "./shell.module.css";

export function ConnectionBar() {
  const t = useTranslations("app");
  const state = useConnection();
  return (
    <div role="status" className={styles.connection}>
      {state === "away" && (
        <p className={styles.away}>
          <CloudOff aria-hidden size={16} />
          {t("connection.away")}
        </p>
      )}
      {state === "catching-up" && (
        <p className={styles.catchingUp}>
          <RefreshCw aria-hidden size={16} />
          {t("connection.catchingUp")}
        </p>
      )}
    </div>
  );
}
