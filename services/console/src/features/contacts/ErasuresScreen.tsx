/** Contacts that were deleted as the LGPD asks: how far each deletion is, and the proof of what went. */

import { useNavigate } from "@tanstack/react-router";
import { ShieldCheck } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useUsers } from "@/shared/api/lookups";
import { useMay } from "@/shared/api/session";
import { useFormat } from "@/shared/format/useFormat";
import { Badge, type BadgeTone } from "@/shared/ui/Badge";
import { Button } from "@/shared/ui/Button";
import { DataTable } from "@/shared/ui/DataTable";
import { Empty } from "@/shared/ui/Empty";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Forbidden } from "@/shared/ui/Forbidden";
import { Page } from "@/shared/ui/Page";
import { Time } from "@/shared/ui/Time";
import css from "./contacts.module.css";
import { ErasureProof } from "./ErasureProof";
import { type Erasure, useErasures } from "./personalData";

const TONES = {
  running: "info",
  erased: "info",
  confirmed: "accent",
} as const satisfies Record<Erasure["status"], BadgeTone>;

export function ErasuresScreen() {
  const t = useTranslations("contacts.erasures");
  const navigate = useNavigate();
  const mayManage = useMay("contacts:manage");
  const back = () => void navigate({ to: "/contacts/{-$contactId}", params: {}, search: {} });
  return (
    <Page title={t("title")} text={t("text")} onBack={back} width="wide">
      {mayManage ? <ErasureList /> : <Forbidden />}
    </Page>
  );
}

function ErasureList() {
  const t = useTranslations("contacts.erasures");
  const format = useFormat();
  const users = useUsers();
  const erasures = useErasures();
  const [shown, setShown] = useState<Erasure>();
  if (erasures.isError && !erasures.data) {
    return (
      <ErrorBox
        error={erasures.error}
        title={t("failed")}
        onRetry={() => void erasures.refetch()}
        isRetrying={erasures.isRefetching}
      />
    );
  }
  return (
    <>
      <DataTable
        label={t("title")}
        rows={erasures.data?.pages.flatMap(({ items }) => items)}
        rowId={({ id }) => id}
        rowName={({ contactId }) => contactId}
        columns={[
          {
            id: "when",
            header: t("when"),
            cell: (row) => <Time at={row.requestedAt} kind="list" />,
          },
          {
            id: "status",
            header: t("state"),
            cell: (row) => (
              <Badge tone={TONES[row.status]} dot={row.status !== "confirmed"}>
                {t(`status.${row.status}`)}
              </Badge>
            ),
          },
          {
            id: "messages",
            header: t("messages"),
            align: "end",
            cell: (row) => format.number(row.messages),
          },
          {
            id: "tickets",
            header: t("tickets"),
            align: "end",
            cell: (row) => format.number(row.tickets),
          },
          {
            id: "by",
            header: t("by"),
            cell: (row) => users.byId.get(row.requestedBy)?.name,
            hideInCards: true,
          },
          {
            id: "contact",
            header: t("contact"),
            cell: (row) => <bdi className={css.second}>{row.contactId}</bdi>,
            hideInCards: true,
          },
          {
            id: "proof",
            header: t("proof"),
            hideHeader: true,
            align: "end",
            cell: (row) => (
              <Button size="small" onClick={() => setShown(row)}>
                {t("show")}
              </Button>
            ),
          },
        ]}
        onMore={erasures.hasNextPage ? () => void erasures.fetchNextPage() : undefined}
        isLoadingMore={erasures.isFetchingNextPage}
        empty={<Empty icon={ShieldCheck} title={t("none")} text={t("noneText")} />}
      />
      {shown && <ErasureProof erasure={shown} onClose={() => setShown(undefined)} />}
    </>
  );
}
