/** Shows toasts at the upper edge. They wait while the pointer or the focus is on them, and are announced once. */

import { CircleAlert, CircleCheck, X } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { Button } from "./Button";
import { IconButton } from "./IconButton";
import css from "./Toaster.module.css";
import { dismiss, type ShownToast, toasts } from "./toast";

export function Toaster() {
  const t = useTranslations("shared");
  const shown = useSyncExternalStore(toasts.subscribe, toasts.snapshot);
  const [isHeld, setHeld] = useState(false);
  return (
    <section
      aria-label={t("ui.notices")}
      className={css.toaster}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <div aria-live="polite" aria-relevant="additions" className={css.list}>
        {shown.map((one) => (
          <Toast key={one.id} one={one} isHeld={isHeld} />
        ))}
      </div>
    </section>
  );
}

function Toast({ one, isHeld }: { one: ShownToast; isHeld: boolean }) {
  const t = useTranslations("shared");
  const { id, lastsMs, tone = "neutral", text, action } = one;
  useEffect(() => {
    if (isHeld || lastsMs === null) return;
    const timer = setTimeout(() => dismiss(id), lastsMs);
    return () => clearTimeout(timer);
  }, [id, lastsMs, isHeld]);
  return (
    <div className={`${css.toast} ${css[tone]}`}>
      {tone === "good" && <CircleCheck aria-hidden size={18} className={css.icon} />}
      {tone === "danger" && <CircleAlert aria-hidden size={18} className={css.icon} />}
      <p className={css.text} dir="auto">
        {text}
      </p>
      {action && (
        <Button
          size="small"
          onClick={() => {
            dismiss(id);
            action.onAction();
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton size="small" label={t("ui.close")} icon={X} tooltip={false} onClick={() => dismiss(id)} />
    </div>
  );
}
