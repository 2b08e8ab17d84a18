/** Whether what was typed is on the server, in a word; and what to do when it is not. */

import { Check, CloudOff, LoaderCircle, PencilLine, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import css from "./CampaignForm.module.css";
import type { CampaignFormState, SaveState as State } from "./useCampaignForm";

const ICONS = {
  saved: Check,
  saving: LoaderCircle,
  waiting: PencilLine,
  incomplete: PencilLine,
  refused: TriangleAlert,
  offline: CloudOff,
  conflict: TriangleAlert,
} satisfies Record<State, unknown>;

export function SaveState({ state }: { state: State }) {
  const t = useTranslations("campaigns");
  const Icon = ICONS[state];
  const isBad = state === "refused" || state === "conflict";
  return (
    <span className={css.saving} data-tone={isBad ? "bad" : undefined} role="status">
      <Icon aria-hidden size={14} />
      {t(`saving.${state}`)}
    </span>
  );
}

/** Asks whose change counts, when somebody else has changed the draft meanwhile. */
export function Conflict({ saving, resolve }: Pick<CampaignFormState, "saving" | "resolve">) {
  const t = useTranslations("campaigns");
  if (saving !== "conflict") return null;
  return (
    <Banner
      tone="warning"
      live
      title={t("conflict.title")}
      action={
        <>
          <Button size="small" onClick={() => resolve("theirs")}>
            {t("conflict.theirs")}
          </Button>
          <Button size="small" onClick={() => resolve("ours")}>
            {t("conflict.ours")}
          </Button>
        </>
      }
    >
      {t("conflict.text")}
    </Banner>
  );
}
