/** Under which names and numbers a contact is known, and which contacts became one with it: undone for 30 days. */

import { useTranslations } from "use-intl";
import { useUsers } from "@/shared/api/lookups";
import { useMay } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { useFormat } from "@/shared/format/useFormat";
import { Button } from "@/shared/ui/Button";
import { confirm } from "@/shared/ui/confirm";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Skeleton } from "@/shared/ui/Skeleton";
import { Time } from "@/shared/ui/Time";
import { toast } from "@/shared/ui/toast";
import css from "./contacts.module.css";
import { useAliases } from "./data";
import { type Merge, useMerges, useUndoMerge } from "./merges";
import type { Contact } from "./rules";

export function ContactIdentity({ contact }: { contact: Contact }) {
  const t = useTranslations("contacts.identity");
  const format = useFormat();
  const aliases = useAliases(contact.id);
  const merges = useMerges(contact.id);
  return (
    <div className={css.form}>
      <section aria-labelledby="contact-aliases" className={css.cards}>
        <h3 id="contact-aliases" className={css.heading}>
          {t("aliases")}
        </h3>
        <p className={css.second}>{t("aliasesText")}</p>
        {aliases.isError ? (
          <ErrorBox compact error={aliases.error} onRetry={() => void aliases.refetch()} />
        ) : aliases.isPending ? (
          <Skeleton />
        ) : (
          <dl className={css.facts}>
            {aliases.data.map(({ kind, value }) => (
              <div key={`${kind}-${value}`}>
                <dt>{t(`kind.${kind}`)}</dt>
                <dd>
                  <bdi>{kind === "phone" || kind === "wa_id" ? format.phone(value) : value}</bdi>
                </dd>
              </div>
            ))}
            <div>
              <dt>{t("since")}</dt>
              <dd>
                <Time at={contact.createdAt} kind="date" />
              </dd>
            </div>
            <div>
              <dt>{t("changed")}</dt>
              <dd>
                <Time at={contact.updatedAt} />
              </dd>
            </div>
          </dl>
        )}
      </section>
      <section aria-labelledby="contact-merges" className={css.cards}>
        <h3 id="contact-merges" className={css.heading}>
          {t("merges")}
        </h3>
        {merges.isError ? (
          <ErrorBox compact error={merges.error} onRetry={() => void merges.refetch()} />
        ) : merges.isPending ? (
          <Skeleton />
        ) : merges.data.length === 0 ? (
          <p className={css.second}>{t("noMerges")}</p>
        ) : (
          <ul className={css.cards}>
            {merges.data.map((merge) => (
              <MergeEntry key={merge.id} merge={merge} contactId={contact.id} />
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}

function MergeEntry({ merge, contactId }: { merge: Merge; contactId: string }) {
  const t = useTranslations("contacts.identity");
  const words = useProblemWords();
  const users = useUsers();
  const mayWrite = useMay("contacts:write");
  const undo = useUndoMerge(contactId);
  const by = merge.mergedBy ? (users.byId.get(merge.mergedBy)?.name ?? t("somebody")) : t("whatsapp");
  const canUndo =
    mayWrite && !merge.undoneAt && merge.undoableUntil && Date.parse(merge.undoableUntil) > Date.now();
  const ask = async () => {
    const isConfirmed = await confirm({ title: t("undoTitle"), text: t("undoText"), action: t("undo") });
    if (!isConfirmed) return;
    undo.mutate(merge.id, {
      onSuccess: () => toast({ text: t("undone"), tone: "good" }),
      onError: (error) => toast({ text: words(error), tone: "danger" }),
    });
  };
  return (
    <li className={css.card}>
      <span className={css.cardTop}>
        <span>
          {t("merged", { by })} <Time at={merge.mergedAt} />
        </span>
        {canUndo && (
          <Button size="small" busy={undo.isPending} onClick={() => void ask()}>
            {t("undo")}
          </Button>
        )}
      </span>
      <span className={css.second}>
        {merge.undoneAt ? (
          <>
            {t("undoneAt")} <Time at={merge.undoneAt} />
          </>
        ) : canUndo && merge.undoableUntil ? (
          <>
            {t("undoable")} <Time at={merge.undoableUntil} kind="date" />
          </>
        ) : (
          t("final")
        )}
      </span>
    </li>
  );
}
