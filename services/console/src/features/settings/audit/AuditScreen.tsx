/** The audit log: filters, which stand in the address, and the entries, newest first. */

import { useNavigate, useSearch } from "@tanstack/react-router";
import { ScrollText } from "lucide-react";
import { useTranslations } from "use-intl";
import { useUsers } from "@/shared/api/lookups";
import { useSession } from "@/shared/api/session";
import { Button } from "@/shared/ui/Button";
import { Empty } from "@/shared/ui/Empty";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Field } from "@/shared/ui/Field";
import { NativeSelect } from "@/shared/ui/NativeSelect";
import { Skeleton } from "@/shared/ui/Skeleton";
import { TextInput } from "@/shared/ui/TextInput";
import { SettingsPage } from "../SettingsPage";
import { AuditEntry } from "./AuditEntry";
import { ACTION_GROUPS, wordsOfAction } from "./actions";
import css from "./audit.module.css";
import { useAudit } from "./data";
import type { AuditSearch } from "./search";

export function AuditScreen() {
  const t = useTranslations("settingsAudit");
  const search = useSearch({ from: "/shell/settings/audit" });
  const { company } = useSession();
  const log = useAudit(search, company.timeZone);
  const entries = log.data?.pages.flatMap((page) => page.items);
  return (
    <SettingsPage title={t("title")} text={t("text")} toolbar={<Filters search={search} />}>
      {log.error && !entries ? (
        <ErrorBox error={log.error} onRetry={() => void log.refetch()} isRetrying={log.isFetching} />
      ) : !entries ? (
        <Skeleton kind="rows" count={8} />
      ) : entries.length === 0 ? (
        <Empty icon={ScrollText} title={t("empty.title")} text={t("empty.text")} />
      ) : (
        <>
          <ol className={css.log} aria-label={t("title")}>
            {entries.map((entry) => (
              <AuditEntry key={entry.id} entry={entry} />
            ))}
          </ol>
          {log.hasNextPage && (
            <div>
              <Button busy={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
                {t("more")}
              </Button>
            </div>
          )}
        </>
      )}
    </SettingsPage>
  );
}

const ANY = "any";

function Filters({ search }: { search: AuditSearch }) {
  const t = useTranslations("settingsAudit");
  const navigate = useNavigate();
  const users = useUsers();
  const filter = (changes: AuditSearch) =>
    void navigate({ to: "/settings/audit", search: { ...search, ...changes }, replace: true });
  const actions = ACTION_GROUPS.flatMap((group) =>
    group.actions.map((action) => ({
      value: action as string,
      label: t(`actions.${wordsOfAction(action)}` as never),
      group: t(`groups.${group.id}`),
    })),
  );
  const people = users.list.map((user) => ({ value: user.id, label: user.name }));
  return (
    <search className={css.filters} aria-label={t("filters.label")}>
      <Field label={t("filters.action")}>
        <NativeSelect
          value={search.action ?? ANY}
          onValue={(action) => filter({ action: action === ANY ? undefined : action })}
          options={[{ value: ANY, label: t("filters.anyAction") }, ...actions]}
        />
      </Field>
      <Field label={t("filters.actor")}>
        <NativeSelect
          value={search.actor ?? ANY}
          onValue={(actor) => filter({ actor: actor === ANY ? undefined : actor })}
          options={[{ value: ANY, label: t("filters.anyActor") }, ...people]}
        />
      </Field>
      <Field label={t("filters.from")}>
        <TextInput
          type="date"
          max={search.to}
          value={search.from ?? ""}
          onValue={(from) => filter({ from: from || undefined })}
        />
      </Field>
      <Field label={t("filters.to")}>
        <TextInput
          type="date"
          min={search.from}
          value={search.to ?? ""}
          onValue={(to) => filter({ to: to || undefined })}
        />
      </Field>
      {Object.values(search).some(Boolean) && (
        <Button
          variant="ghost"
          className={css.clear}
          onClick={() => filter({ action: undefined, actor: undefined, from: undefined, to: undefined })}
        >
          {t("filters.clear")}
        </Button>
      )}
    </search>
  );
}
