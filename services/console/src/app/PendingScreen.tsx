/** While a screen's code and words are on their way. */

import { Skeleton } from "@/shared/ui/Skeleton";
import styles from "./shell.module.css";

export function PendingScreen() {
  return (
    <div className={styles.pending}>
      <Skeleton kind="text" count={4} />
    </div>
  );
}
