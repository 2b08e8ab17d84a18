/** Of whose tickets new messages are heard and shown, how loud, and a way to try it. */

import { Volume2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { changePreferences } from "@/shared/api/preferences";
import { useSession } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Field } from "@/shared/ui/Field";
import { NativeSelect } from "@/shared/ui/NativeSelect";
import { toast } from "@/shared/ui/toast";
import styles from "../shell.module.css";
import { ATTENTIONS, type Attention } from "./rules";
import { trySound } from "./sound";

const hasNotifications = "Notification" in globalThis;

export function NotificationSettings({ onClose }: { onClose: () => void }) {
  const t = useTranslations("app");
  const words = useProblemWords();
  const { preferences } = useSession();
  const [permission, setPermission] = useState(() => (hasNotifications ? Notification.permission : "denied"));
  const change = (changes: Parameters<typeof changePreferences>[0]) => {
    changePreferences(changes).catch((error: unknown) => toast({ tone: "danger", text: words(error) }));
  };
  const options = ATTENTIONS.map((value) => ({ value, label: t(`notifications.of.${value}`) }));
  const notify = async (value: Attention) => {
    if (value !== "off" && permission === "default") setPermission(await Notification.requestPermission());
    change({ notifications: value });
  };
  return (
    <Dialog
      title={t("notifications.title")}
      open
      onClose={onClose}
      size="small"
      actions={
        <Button variant="primary" onClick={onClose}>
          {t("notifications.done")}
        </Button>
      }
    >
      <Field label={t("notifications.sound")} hint={t("notifications.soundHint")}>
        <NativeSelect value={preferences.sound} onValue={(sound) => change({ sound })} options={options} />
      </Field>
      <div className={styles.volume}>
        <label className={styles.volumeLabel}>
          {t("notifications.volume")}
          <input
            type="range"
            min={0}
            max={100}
            step={5}
            defaultValue={preferences.volume}
            onPointerUp={(event) => change({ volume: Number(event.currentTarget.value) })}
            onKeyUp={(event) => change({ volume: Number(event.currentTarget.value) })}
          />
        </label>
        <Button icon={Volume2} onClick={() => trySound(preferences.volume)}>
          {t("notifications.try")}
        </Button>
      </div>
      {hasNotifications && (
        <Field label={t("notifications.browser")} hint={t("notifications.browserHint")}>
          <NativeSelect
            value={preferences.notifications}
            onValue={(value) => void notify(value)}
            options={options}
          />
        </Field>
      )}
      {hasNotifications && permission === "denied" && preferences.notifications !== "off" && (
        <Banner tone="warning">{t("notifications.denied")}</Banner>
      )}
    </Dialog>
  );
}
