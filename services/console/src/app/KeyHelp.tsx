/** All keys, from the table: the answer to `?`. */

import { useTranslations } from "use-intl";
import { useSession } from "@/shared/api/session";
import { Keys } from "@/shared/keyboard/Keys";
import { bindingOf, COMMANDS, GROUPS } from "@/shared/keyboard/table";
import { Banner } from "@/shared/ui/Banner";
import { Dialog } from "@/shared/ui/Dialog";
import styles from "./help.module.css";

export function KeyHelp({ onClose }: { onClose: () => void }) {
  const t = useTranslations("sharedKeyboard");
  const { singleKeys } = useSession().preferences;
  return (
    <Dialog title={t("title")} open onClose={onClose} size="large">
      {!singleKeys && <Banner tone="info">{t("off")}</Banner>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is longer than the window is scrolled by key */}
      <section className={styles.groups} tabIndex={0} aria-label={t("title")}>
        {GROUPS.map((group) => (
          <section key={group} className={styles.group}>
            <h3 className={styles.title}>{t(`groups.${group}`)}</h3>
            <dl className={styles.keys}>
              {COMMANDS.filter((id) => bindingOf(id).group === group).map((id) => (
                <div key={id} className={styles.line}>
                  <dt>{t(`names.${id}`)}</dt>
                  <dd>
                    <Keys id={id} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </section>
    </Dialog>
  );
}
