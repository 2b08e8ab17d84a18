/** The keys as a table: what each may do, who made it, when it was last used, and whether it still works. */

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useUsers } from "@/shared/api/lookups";
import { useProblemWords } from "@/shared/api/words";
import { Badge } from "@/shared/ui/Badge";
import { Button } from "@/shared/ui/Button";
import { confirm } from "@/shared/ui/confirm";
import { type Column, DataTable } from "@/shared/ui/DataTable";
import { Time } from "@/shared/ui/Time";
import { toast } from "@/shared/ui/toast";
import { type ApiKey, useKeyActions } from "./data";
import css from "./keys.module.css";
import { type Scope, wordsOfScope } from "./scopes";

interface KeyTableProps {
  keys: readonly ApiKey[] | undefined;
  mayWrite: boolean;
  onMore: (() => void) | undefined;
  isLoadingMore: boolean;
  empty: ReactNode;
}

const SCOPES_SHOWN = 3;

export function KeyTable({ keys, mayWrite, onMore, isLoadingMore, empty }: KeyTableProps) {
  const t = useTranslations("settingsKeys");
  const users = useUsers();
  const columns: Column<ApiKey>[] = [
    {
      id: "name",
      header: t("columns.name"),
      cell: (key) => (
        <span className={css.words}>
          <span className={css.name} dir="auto">
            {key.name}
          </span>
          <span className={css.by}>
            {t("by", { name: users.byId.get(key.createdBy)?.name ?? t("somebody") })}
          </span>
        </span>
      ),
    },
    { id: "scopes", header: t("columns.scopes"), cell: (key) => <Scopes scopes={key.scopes} /> },
    {
      id: "used",
      header: t("columns.used"),
      width: "150px",
      cell: (key) => (key.lastUsedAt ? <Time at={key.lastUsedAt} kind="relative" /> : t("neverUsed")),
    },
    { id: "status", header: t("columns.status"), width: "190px", cell: (key) => <Status apiKey={key} /> },
  ];
  if (mayWrite) {
    columns.push({
      id: "actions",
      header: t("columns.actions"),
      hideHeader: true,
      width: "120px",
      align: "end",
      cell: (key) => !isOver(key) && <Revoke apiKey={key} />,
    });
  }
  return (
    <DataTable
      label={t("title")}
      columns={columns}
      rows={keys}
      rowId={(key) => key.id}
      rowName={(key) => key.name}
      onMore={onMore}
      isLoadingMore={isLoadingMore}
      empty={empty}
    />
  );
}

function isOver(key: ApiKey): boolean {
  return key.revokedAt !== null || (key.expiresAt !== null && new Date(key.expiresAt) <= new Date());
}

function Scopes({ scopes }: { scopes: ApiKey["scopes"] }) {
  const t = useTranslations("settingsKeys");
  const words = scopes.map((scope) => t(`scopes.${wordsOfScope(scope as Scope)}` as never));
  const shown = words.slice(0, SCOPES_SHOWN);
  const more = words.length - shown.length;
  return (
    <span className={css.scopes}>
      {shown.join(", ")}
      {more > 0 && (
        <details className={css.more}>
          <summary>{t("moreScopes", { count: more })}</summary>
          {words.slice(SCOPES_SHOWN).join(", ")}
        </details>
      )}
    </span>
  );
}

function Status({ apiKey }: { apiKey: ApiKey }) {
  const t = useTranslations("settingsKeys");
  if (apiKey.revokedAt) return <Badge>{t("status.revoked")}</Badge>;
  if (isOver(apiKey)) return <Badge tone="warning">{t("status.expired")}</Badge>;
  return (
    <span className={css.words}>
      <span>
        <Badge tone="accent" dot>
          {t("status.active")}
        </Badge>
      </span>
      {apiKey.expiresAt && (
        <span className={css.by}>
          {t.rich("until", { time: () => <Time at={apiKey.expiresAt as string} kind="date" /> })}
        </span>
      )}
    </span>
  );
}

function Revoke({ apiKey }: { apiKey: ApiKey }) {
  const t = useTranslations("settingsKeys");
  const words = useProblemWords();
  const actions = useKeyActions();
  const revoke = async () => {
    const isSure = await confirm({
      title: t("revoke.title", { name: apiKey.name }),
      text: t("revoke.text"),
      action: t("revoke.action"),
      danger: true,
    });
    if (!isSure) return;
    try {
      await actions.revoke(apiKey.id);
      toast({ tone: "good", text: t("revoke.done", { name: apiKey.name }) });
    } catch (error) {
      toast({ tone: "danger", text: words(error) });
    }
  };
  return (
    <Button size="small" onClick={() => void revoke()} aria-label={t("revoke.of", { name: apiKey.name })}>
      {t("revoke.action")}
    </Button>
  );
}
