/** The first thing that Tab reaches: past the navigation, to the screen. */

import { useTranslations } from "use-intl";
import styles from "./shell.module.css";

export const MAIN = "main";

export function SkipLink() {
  const t = useTranslations("app");
  return (
    <a
      href={`#${MAIN}`}
      className={styles.skip}
      onClick={(event) => {
        event.preventDefault();
        document.getElementById(MAIN)?.focus();
      }}
    >
      {t("skip")}
    </a>
  );
}
