/** What went of a deleted contact, by service and table: it can be shown to who asked for the deletion. */

import { useTranslations } from "use-intl";
import { useFormat } from "@/shared/format/useFormat";
import { Button } from "@/shared/ui/Button";
import { DataTable } from "@/shared/ui/DataTable";
import { Dialog } from "@/shared/ui/Dialog";
import { Time } from "@/shared/ui/Time";
import css from "./contacts.module.css";
import type { Erasure } from "./personalData";

const SERVICES = ["chat", "campaign", "gateway", "reporting"] as const;

interface ErasureProofProps {
  erasure: Erasure;
  onClose: () => void;
}

export function ErasureProof({ erasure, onClose }: ErasureProofProps) {
  const t = useTranslations("contacts.erasures");
  const format = useFormat();
  const confirmedAt = (service: (typeof SERVICES)[number]) =>
    service === "chat" ? erasure.erasedAt : erasure.confirmations[service];
  return (
    <Dialog
      title={t("proof")}
      text={t("proofText")}
      open
      onClose={onClose}
      size="large"
      actions={
        <>
          <Button onClick={() => saveProof(erasure)}>{t("save")}</Button>
          <Button variant="primary" onClick={onClose}>
            {t("close")}
          </Button>
        </>
      }
    >
      <ul className={css.cards}>
        {SERVICES.map((service) => {
          const at = confirmedAt(service);
          return (
            <li key={service} className={css.card}>
              <span className={css.cardTop}>{t(`service.${service}`)}</span>
              <span className={css.second}>
                {at ? (
                  <>
                    {t("confirmedAt")} <Time at={at} />
                  </>
                ) : (
                  t("notConfirmed")
                )}
              </span>
            </li>
          );
        })}
      </ul>
      <DataTable
        label={t("rows")}
        rows={erasure.erased}
        rowId={(row) => `${row.service}.${row.table}`}
        rowName={(row) => row.table}
        columns={[
          { id: "table", header: t("table"), cell: (row) => `${row.service}.${row.table}` },
          { id: "rows", header: t("rows"), align: "end", cell: (row) => format.number(row.rows) },
        ]}
        empty={<p className={css.second}>{t("nothingYet")}</p>}
      />
    </Dialog>
  );
}

/** The proof as the API has it. It says nothing of the person but the id that the contact had. */
function saveProof(erasure: Erasure): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(erasure, null, 2)], { type: "application/json" }));
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.download = `erasure-${erasure.id}.json`;
  anchor.click();
  URL.revokeObjectURL(url);
}
