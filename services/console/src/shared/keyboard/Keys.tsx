/** Keys as they are shown: in the help, in tooltips, beside commands. */

import { Fragment } from "react";
import { useTranslations } from "use-intl";
import styles from "./keys.module.css";
import { ariaOf, partsOf } from "./press";
import { bindingOf, type CommandId } from "./table";

/** The keys of a command: `G` then `I`. */
export function Keys({ id }: { id: CommandId }) {
  const t = useTranslations("sharedKeyboard");
  const [keys] = bindingOf(id).keys;
  if (keys === undefined) return null;
  return (
    <span className={styles.keys}>
      {partsOf(keys).map((press, at) => (
        <Fragment key={press.join("+")}>
          {at > 0 && <span className={styles.then}>{t("then")}</span>}
          {press.map((part) => (
            <kbd key={part} className={styles.key}>
              {part}
            </kbd>
          ))}
        </Fragment>
      ))}
    </span>
  );
}

/** What a control says of its key: its tooltip's end, and `aria-keyshortcuts`. */
export function useKeyWords(): (id: CommandId) => { name: string; hint: string; aria: string | undefined } {
  const t = useTranslations("sharedKeyboard");
  return (id) => {
    const [keys = ""] = bindingOf(id).keys;
    const hint = partsOf(keys)
      .map((press) => press.join(" + "))
      .join(` ${t("then")} `);
    return { name: t(`names.${id}`), hint, aria: ariaOf(keys) };
  };
}
