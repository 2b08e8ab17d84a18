/** The templates of the number's account: found by name and status, read anew, made, changed. */

import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { FileText, Plus, RefreshCw } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { Badge, type BadgeTone } from "@/shared/ui/Badge";
import { Button } from "@/shared/ui/Button";
import { ButtonLink } from "@/shared/ui/ButtonLink";
import { DataTable } from "@/shared/ui/DataTable";
import { Empty } from "@/shared/ui/Empty";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Select } from "@/shared/ui/Select";
import { SearchInput } from "@/shared/ui/TextInput";
import { Time } from "@/shared/ui/Time";
import { toast } from "@/shared/ui/toast";
import css from "./channels.module.css";
import { type Template, useSync, useTemplates } from "./data";
import { useLanguageName } from "./languageNames";
import type { ChannelSearch } from "./search";

const TemplateDrawer = lazy(() =>
  import("./TemplateDrawer").then((module) => ({ default: module.TemplateDrawer })),
);

const STATUSES = ["APPROVED", "PENDING", "REJECTED", "PAUSED", "DISABLED", "DELETED"] as const;
const TONES: Record<string, BadgeTone> = {
  APPROVED: "accent",
  PENDING: "warning",
  IN_APPEAL: "warning",
  PAUSED: "warning",
  REJECTED: "danger",
  DISABLED: "danger",
};

/** Returns the status of a template in words; Meta's own word for one that we do not know. */
export function useTemplateStatus(): (status: string) => string {
  const t = useTranslations("channels.templates.statuses");
  return (status) => (t.has(status) ? t(status) : status);
}

export function TemplatesTab({ channelId }: { channelId: string }) {
  const t = useTranslations("channels.templates");
  const statusOf = useTemplateStatus();
  const languageOf = useLanguageName();
  const search = useSearch({ from: "/shell/channels/{-$channelId}" });
  const navigate = useNavigate();
  const mayWrite = useMay("channels:write");
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useTemplates(
    channelId,
    search.q,
    search.status,
  );
  const change = (changes: ChannelSearch, replace = true) =>
    void navigate({
      to: "/channels/{-$channelId}",
      params: { channelId },
      search: { ...search, part: "templates", ...changes },
      replace,
    });
  const add = mayWrite && (
    <ButtonLink
      icon={Plus}
      variant="primary"
      to="/channels/{-$channelId}"
      params={{ channelId }}
      search={{ ...search, part: "templates", template: "new" }}
    >
      {t("add")}
    </ButtonLink>
  );
  const rows = data?.pages.flatMap((page) => page.items);
  const isFiltered = search.q !== undefined || search.status !== undefined;
  return (
    <>
      <div className={css.tools}>
        <NameFilter value={search.q ?? ""} onValue={(q) => change({ q: q || undefined })} />
        <Select
          inline
          label={t("status")}
          value={search.status ?? "all"}
          onValue={(status) => change({ status: status === "all" ? undefined : status })}
          options={[
            { value: "all", label: t("allStatuses") },
            ...STATUSES.map((status) => ({ value: status as string, label: statusOf(status) })),
          ]}
        />
        <span className={css.space} />
        {mayWrite && <SyncButton channelId={channelId} />}
        {(isFiltered || rows?.length !== 0) && add}
      </div>
      {error ? (
        <ErrorBox error={error} onRetry={() => void refetch()} />
      ) : (
        <DataTable<Template>
          label={t("title")}
          rows={rows}
          rowId={({ id }) => id}
          rowName={({ name }) => name}
          rowLink={({ id }) => (
            <Link
              to="/channels/{-$channelId}"
              params={{ channelId }}
              search={{ ...search, part: "templates", template: id }}
            />
          )}
          {...(search.template && { currentId: search.template })}
          columns={[
            { id: "name", header: t("name"), cell: ({ name }) => <span dir="ltr">{name}</span> },
            { id: "language", header: t("language"), cell: ({ language }) => languageOf(language) },
            {
              id: "category",
              header: t("category"),
              cell: ({ category }) =>
                t.has(`categories.${category}`) ? t(`categories.${category}`) : category,
            },
            {
              id: "status",
              header: t("status"),
              cell: ({ status }) => <Badge tone={TONES[status] ?? "neutral"}>{statusOf(status)}</Badge>,
            },
            {
              id: "updated",
              header: t("updated"),
              hideInCards: true,
              cell: ({ updatedAt }) => <Time at={updatedAt} kind="list" />,
            },
          ]}
          {...(hasNextPage && { onMore: () => void fetchNextPage() })}
          isLoadingMore={isFetchingNextPage}
          empty={
            isFiltered ? (
              <Empty icon={FileText} title={t("noneFound")} />
            ) : (
              <Empty icon={FileText} title={t("none")} text={t("noneText")} action={add || undefined} />
            )
          }
        />
      )}
      {search.template && (
        <Suspense>
          <TemplateDrawer
            key={search.template}
            channelId={channelId}
            templateId={search.template === "new" ? undefined : search.template}
            onClose={() => change({ template: undefined }, false)}
          />
        </Suspense>
      )}
    </>
  );
}

/** Goes into the address a moment after the last key. */
function NameFilter({ value, onValue }: { value: string; onValue: (value: string) => void }) {
  const t = useTranslations("channels.templates");
  const [typed, setTyped] = useState(value);
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => onValue(typed), 300);
    return () => clearTimeout(timer);
  });
  return <SearchInput label={t("search")} placeholder={t("search")} value={typed} onValue={setTyped} />;
}

function SyncButton({ channelId }: { channelId: string }) {
  const t = useTranslations("channels.templates");
  const words = useProblemWords();
  const sync = useSync(channelId);
  const now = () =>
    sync.mutate(undefined, {
      onSuccess: ({ count }) => toast({ text: t("synced", { count }) }),
      onError: (error) => toast({ text: words(error), tone: "danger" }),
    });
  return (
    <Button icon={RefreshCw} busy={sync.isPending} onClick={now}>
      {t("sync")}
    </Button>
  );
}
