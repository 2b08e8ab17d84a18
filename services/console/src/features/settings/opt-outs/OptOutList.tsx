/** The list of opt-outs: found by phone, by who said it, by number; each with its history. */

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { History, SearchX, UserCheck, UserX } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { api, ask } from "@/shared/api/client";
import { useChannels, useUsers } from "@/shared/api/lookups";
import { useProblemWords } from "@/shared/api/words";
import { useFormat } from "@/shared/format/useFormat";
import { Badge } from "@/shared/ui/Badge";
import { Button } from "@/shared/ui/Button";
import { Checkbox } from "@/shared/ui/Checkbox";
import { confirm } from "@/shared/ui/confirm";
import { DataTable } from "@/shared/ui/DataTable";
import { Empty } from "@/shared/ui/Empty";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { IconButton } from "@/shared/ui/IconButton";
import { Select } from "@/shared/ui/Select";
import { SearchInput } from "@/shared/ui/TextInput";
import { Time } from "@/shared/ui/Time";
import { toast } from "@/shared/ui/toast";
import { type OptOut, type OptOutFilter, optOutKeys, optOutsQuery, SOURCES } from "./data";
import { OptOutHistory } from "./OptOutHistory";
import css from "./optOuts.module.css";

const WAIT_MS = 400;
const PHONE = /^\+?[0-9][0-9 ().-]*$/;

interface OptOutListProps {
  filter: OptOutFilter;
  onFilter: (filter: OptOutFilter) => void;
  mayWrite: boolean;
}

export function OptOutList({ filter, onFilter, mayWrite }: OptOutListProps) {
  const t = useTranslations("settingsOptOuts");
  const words = useProblemWords();
  const format = useFormat();
  const client = useQueryClient();
  const channels = useChannels();
  const query = useInfiniteQuery(optOutsQuery(filter));
  const [shown, setShown] = useState<OptOut>();
  const rows = query.data?.pages.flatMap((page) => page.items);
  const isFiltered = Boolean(filter.phone || filter.source || filter.channelId || filter.returned);
  const nameOf = (row: OptOut) => (row.phone ? format.phone(row.phone) : (row.bsuid ?? t("unknown")));
  const back = useMutation({
    mutationFn: (row: OptOut) =>
      ask(api.DELETE("/api/v1/opt-outs/{opt_out_id}", { params: { path: { opt_out_id: row.id } } })),
    onSuccess: (_, row) => {
      void client.invalidateQueries({ queryKey: optOutKeys.all });
      toast({ tone: "good", text: t("withdrawn", { name: nameOf(row) }) });
    },
    onError: (error) => toast({ tone: "danger", text: words(error) }),
  });
  const withdraw = async (row: OptOut) => {
    const isSure = await confirm({
      title: t("withdrawTitle", { name: nameOf(row) }),
      text: t("withdrawText"),
      action: t("withdraw"),
    });
    if (isSure) back.mutate(row);
  };
  return (
    <>
      <div className={css.filters}>
        <PhoneSearch
          value={filter.phone ?? ""}
          onValue={(phone) => onFilter({ ...filter, phone: phone || undefined })}
        />
        <Select
          inline
          label={t("source")}
          prefix={`${t("source")}:`}
          value={filter.source ?? "all"}
          onValue={(source) => onFilter({ ...filter, source: SOURCES.find((each) => each === source) })}
          options={[
            { value: "all", label: t("all") },
            ...SOURCES.map((source) => ({ value: source, label: t(`sources.${source}`) })),
          ]}
        />
        {channels.list.length > 1 && (
          <Select
            inline
            label={t("channel")}
            prefix={`${t("channel")}:`}
            value={filter.channelId ?? "all"}
            onValue={(id) => onFilter({ ...filter, channelId: id === "all" ? undefined : id })}
            options={[
              { value: "all", label: t("all") },
              ...channels.list.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        )}
        <Checkbox
          label={t("returned")}
          checked={filter.returned ?? false}
          onValue={(returned) => onFilter({ ...filter, returned: returned || undefined })}
        />
      </div>
      {query.error && !rows ? (
        <ErrorBox
          error={query.error}
          title={t("failed")}
          onRetry={() => void query.refetch()}
          isRetrying={query.isFetching}
        />
      ) : (
        <DataTable
          label={t("title")}
          columns={[
            { id: "person", header: t("person"), cell: (row) => nameOf(row) },
            {
              id: "channel",
              header: t("channel"),
              cell: (row) =>
                row.channelId ? (channels.byId.get(row.channelId)?.name ?? "–") : t("allChannels"),
            },
            { id: "source", header: t("source"), cell: (row) => <Source row={row} /> },
            { id: "at", header: t("at"), cell: (row) => <Time at={row.at} /> },
            {
              id: "actions",
              header: t("actions"),
              hideHeader: true,
              align: "end",
              cell: (row) => (
                <span className={css.buttons}>
                  <IconButton
                    size="small"
                    icon={History}
                    label={t("historyOf", { name: nameOf(row) })}
                    onClick={() => setShown(row)}
                  />
                  {mayWrite && row.active && (
                    <IconButton
                      size="small"
                      icon={UserCheck}
                      label={t("withdrawFor", { name: nameOf(row) })}
                      onClick={() => void withdraw(row)}
                    />
                  )}
                </span>
              ),
            },
          ]}
          rows={rows}
          rowId={(row) => row.id}
          rowName={nameOf}
          onMore={query.hasNextPage ? () => void query.fetchNextPage() : undefined}
          isLoadingMore={query.isFetchingNextPage}
          empty={
            isFiltered ? (
              <Empty
                icon={SearchX}
                title={t("noneFound")}
                action={<Button onClick={() => onFilter({})}>{t("showAll")}</Button>}
              />
            ) : (
              <Empty icon={UserX} title={t("empty")} text={t("emptyText")} />
            )
          }
        />
      )}
      {shown && <OptOutHistory optOut={shown} name={nameOf(shown)} onClose={() => setShown(undefined)} />}
    </>
  );
}

function Source({ row }: { row: OptOut }) {
  const t = useTranslations("settingsOptOuts");
  const users = useUsers();
  const by = row.by ? users.byId.get(row.by)?.name : undefined;
  return (
    <span className={css.source}>
      <Badge tone={row.active ? "warning" : "neutral"}>{t(row.active ? "out" : "back")}</Badge>
      <span className={css.quiet}>
        {t(`sources.${row.source}`)}
        {by && ` · ${by}`}
      </span>
    </span>
  );
}

function PhoneSearch({ value, onValue }: { value: string; onValue: (phone: string) => void }) {
  const t = useTranslations("settingsOptOuts");
  const [typed, setTyped] = useState(value);
  const [shown, setShown] = useState(value);
  const [sent, setSent] = useState(value);
  // Changed by something else, as by showing all: what was typed goes.
  if (value !== shown) {
    setShown(value);
    if (value !== sent) {
      setSent(value);
      setTyped(value);
    }
  }
  useEffect(() => {
    if (typed === value || (typed !== "" && !PHONE.test(typed))) return;
    const timer = setTimeout(() => {
      setSent(typed);
      onValue(typed);
    }, WAIT_MS);
    return () => clearTimeout(timer);
  });
  return <SearchInput label={t("search")} value={typed} onValue={setTyped} />;
}
