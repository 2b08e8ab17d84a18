/** The recipients of a campaign, one by one: what came of each, and why some got nothing. */

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Download, SearchX } from "lucide-react";
import { useEffect, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { api } from "@/shared/api/client";
import { saveFile } from "@/shared/api/download";
import { useMay } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { useFormat } from "@/shared/format/useFormat";
import { Badge } from "@/shared/ui/Badge";
import { Button } from "@/shared/ui/Button";
import { Checkbox } from "@/shared/ui/Checkbox";
import { DataTable } from "@/shared/ui/DataTable";
import { Empty } from "@/shared/ui/Empty";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { ForbiddenPage } from "@/shared/ui/ForbiddenPage";
import { Menu } from "@/shared/ui/Menu";
import { Page } from "@/shared/ui/Page";
import { Select } from "@/shared/ui/Select";
import { SearchInput } from "@/shared/ui/TextInput";
import { Time } from "@/shared/ui/Time";
import { toast } from "@/shared/ui/toast";
import list from "./campaigns.module.css";
import { campaignQuery, type Recipient, recipientsQuery } from "./data";
import { useReasonWords } from "./reasons";
import { known, RECIPIENT_STATUSES, type RecipientStatus } from "./rules";
import type { RecipientsSearch } from "./search";

const TONES: Partial<Record<RecipientStatus, "accent" | "info" | "danger" | "warning">> = {
  accepted: "info",
  sent: "info",
  delivered: "accent",
  read: "accent",
  failed: "danger",
  unconfirmed: "warning",
};
const WAIT_MS = 400;
const PHONE = /^\+?[0-9][0-9 ().-]*$/;

export function CampaignRecipientsScreen() {
  const t = useTranslations("campaigns");
  const words = useProblemWords();
  const language = useLocale().startsWith("pt") ? "pt" : "en";
  const { campaignId } = useParams({ from: "/shell/campaigns/$campaignId/recipients" });
  const address = useSearch({ from: "/shell/campaigns/$campaignId/recipients" });
  const search: RecipientsSearch = { ...address, status: known(RECIPIENT_STATUSES, address.status) };
  const navigate = useNavigate();
  const mayRead = useMay("campaigns:read");
  const campaign = useQuery(campaignQuery(campaignId));
  const query = useInfiniteQuery(recipientsQuery(campaignId, search));
  const go = (changes: RecipientsSearch) =>
    void navigate({
      to: "/campaigns/$campaignId/recipients",
      params: { campaignId },
      search: { ...search, ...changes },
      replace: true,
    });
  if (!mayRead) return <ForbiddenPage title={t("recipients.title")} />;
  const save = (format: "csv" | "xlsx") =>
    saveFile(
      api.POST("/api/v1/campaigns/{campaign_id}/recipients/export", {
        params: { path: { campaign_id: campaignId }, query: { ...search, format, lang: language } },
      }),
    ).catch((error: unknown) => toast({ tone: "danger", text: words(error) }));
  const rows = query.data?.pages.flatMap((page) => page.items);
  const variants = campaign.data?.variants;
  const isFiltered = Object.values(search).some((value) => value !== undefined);
  return (
    <Page
      title={t("recipients.title")}
      text={campaign.data?.name}
      onBack={() => void navigate({ to: "/campaigns/$campaignId/live", params: { campaignId } })}
      actions={
        <Menu
          trigger={<Button icon={Download}>{t("recipients.export")}</Button>}
          items={[
            { label: "CSV", hint: t("recipients.csv"), onSelect: () => void save("csv") },
            { label: "Excel", hint: t("recipients.xlsx"), onSelect: () => void save("xlsx") },
          ]}
        />
      }
      toolbar={
        <>
          <PhoneSearch value={search.phone ?? ""} onValue={(phone) => go({ phone: phone || undefined })} />
          <Select<RecipientStatus | "all">
            inline
            label={t("recipients.status")}
            prefix={t("filter.prefix")}
            value={search.status ?? "all"}
            onValue={(status) => go({ status: status === "all" ? undefined : (status as RecipientStatus) })}
            options={[
              { value: "all", label: t("filter.all") },
              ...RECIPIENT_STATUSES.map((status) => ({ value: status, label: t(`recipient.${status}`) })),
            ]}
          />
          {variants && (
            <Select
              inline
              label={t("preview.variant")}
              prefix={t("preview.variant")}
              value={search.variant ?? ""}
              onValue={(variant) => go({ variant: variant || undefined })}
              options={[
                { value: "", label: t("filter.all") },
                ...variants.map(({ name }) => ({ value: name, label: name })),
              ]}
            />
          )}
          <Checkbox
            label={t("recipients.replied")}
            checked={search.replied ?? false}
            onValue={(isOn) => go({ replied: isOn ? true : undefined })}
          />
        </>
      }
    >
      {query.error && !rows ? (
        <ErrorBox
          error={query.error}
          onRetry={() => void query.refetch()}
          isRetrying={query.isFetching}
          title={t("recipients.failed")}
        />
      ) : (
        <DataTable
          label={t("recipients.title")}
          columns={[
            { id: "person", header: t("recipients.person"), cell: (row) => <Person recipient={row} /> },
            { id: "status", header: t("list.status"), cell: (row) => <Outcome recipient={row} /> },
            { id: "updated", header: t("recipients.updated"), cell: (row) => <Time at={row.updatedAt} /> },
            {
              id: "replied",
              header: t("funnel.replied"),
              cell: (row) => row.repliedAt && <Time at={row.repliedAt} />,
            },
          ]}
          rows={rows}
          rowId={(row) => row.sendId}
          rowName={(row) => row.name ?? row.phone ?? row.sendId}
          onMore={query.hasNextPage ? () => void query.fetchNextPage() : undefined}
          isLoadingMore={query.isFetchingNextPage}
          empty={
            <Empty
              icon={SearchX}
              title={t(isFiltered ? "recipients.noneFound" : "recipients.none")}
              action={
                isFiltered && (
                  <Button
                    onClick={() =>
                      go({ status: undefined, replied: undefined, phone: undefined, variant: undefined })
                    }
                  >
                    {t("filter.showAll")}
                  </Button>
                )
              }
            />
          }
        />
      )}
    </Page>
  );
}

function Person({ recipient }: { recipient: Recipient }) {
  const t = useTranslations("campaigns");
  const format = useFormat();
  return (
    <span className={list.name}>
      <span dir="auto">{recipient.name ?? t("segments.nameless")}</span>
      {recipient.phone && <span className={list.under}>{format.phone(recipient.phone)}</span>}
    </span>
  );
}

function Outcome({ recipient }: { recipient: Recipient }) {
  const t = useTranslations("campaigns");
  const reasonWords = useReasonWords();
  return (
    <span className={list.name}>
      <span>
        <Badge tone={TONES[recipient.status] ?? "neutral"}>{t(`recipient.${recipient.status}`)}</Badge>
        {recipient.variant && <span className={list.under}> {recipient.variant}</span>}
      </span>
      {recipient.reasonWords && <span className={list.under}>{reasonWords(recipient.reasonWords)}</span>}
    </span>
  );
}

function PhoneSearch({ value, onValue }: { value: string; onValue: (phone: string) => void }) {
  const t = useTranslations("campaigns");
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
  return <SearchInput label={t("recipients.phone")} value={typed} onValue={setTyped} />;
}
