/** What is entered at Meta so that it reports here: an address, and a word that only the two know. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Channel } from "@/shared/api/lookups";
import { useProblemWords } from "@/shared/api/words";
import { Button } from "@/shared/ui/Button";
import { CopyField } from "@/shared/ui/CopyField";
import { toast } from "@/shared/ui/toast";
import css from "./channels.module.css";
import { useChange } from "./data";
import { newVerifyToken } from "./verifyToken";

interface WebhookFieldsProps {
  channel: Pick<Channel, "id" | "webhookUrl">;
  /** As it was given when the channel was made; it cannot be read again, only made anew. */
  verifyToken: string | undefined;
}

export function WebhookFields({ channel, verifyToken }: WebhookFieldsProps) {
  const t = useTranslations("channels.webhook");
  const words = useProblemWords();
  const change = useChange(channel.id);
  const [fresh, setFresh] = useState<string>();
  const token = fresh ?? verifyToken;
  const renew = () => {
    const made = newVerifyToken();
    change.mutate(
      { verifyToken: made },
      {
        onSuccess: () => setFresh(made),
        onError: (error) => toast({ text: words(error), tone: "danger" }),
      },
    );
  };
  return (
    <>
      <CopyField label={t("url")} value={channel.webhookUrl ?? ""} />
      {token === undefined ? (
        <div>
          <Button busy={change.isPending} onClick={renew}>
            {t("newToken")}
          </Button>
          <p className={css.note}>{t("newTokenHint")}</p>
        </div>
      ) : (
        <CopyField label={t("token")} value={token} hint={t("tokenHint")} />
      )}
    </>
  );
}
