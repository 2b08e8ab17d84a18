/** A file of people for the audience: chosen, its columns looked at and named, its problems seen, then added. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { AnswerOf, RequestOf } from "@/shared/api/client";
import { authorizedFetch } from "@/shared/api/client";
import { ProblemError, problemOf } from "@/shared/api/problems";
import { useFieldWords, useProblemWords } from "@/shared/api/words";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Switch } from "@/shared/ui/Checkbox";
import { Dialog } from "@/shared/ui/Dialog";
import { FileDrop } from "@/shared/ui/FileDrop";
import { Skeleton } from "@/shared/ui/Skeleton";
import { audienceChanged } from "./AudienceStep";
import css from "./CampaignForm.module.css";
import { FileColumns } from "./FileColumns";

export type FilePreview = AnswerOf<"campaigns.previewTargets">;
export interface ColumnChoice {
  use: FilePreview["columns"][number]["use"];
  field: string | null;
}
/** How the user mapped columns, by position. */
export type Choices = Readonly<Record<number, ColumnChoice>>;
type Form = RequestOf<"campaigns.previewTargets">;

const MAX_BYTES = 20_000_000;
const WAIT_MS = 300;

async function send<T>(
  campaignId: string,
  what: "preview" | "import",
  file: File,
  reading: object,
): Promise<T> {
  const form = new FormData();
  form.append("file" satisfies keyof Form | "file", file, file.name);
  form.append("reading", JSON.stringify(reading));
  const url = `${location.origin}/api/v1/campaigns/${campaignId}/targets/${what}`;
  const response = await authorizedFetch(new Request(url, { method: "POST", body: form }));
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw problemOf(response, body);
  return body as T;
}

const readingOf = (choices: Choices, hasHeader: boolean) => ({
  hasHeader,
  columns: Object.entries(choices).map(([position, { use, field }]) => ({
    position: Number(position),
    use,
    ...(use === "field" && field ? { field } : {}),
  })),
});

export function FileImport({ campaignId, onClose }: { campaignId: string; onClose: () => void }) {
  const t = useTranslations("campaigns");
  const words = useProblemWords();
  const fieldWords = useFieldWords();
  const client = useQueryClient();
  const [file, setFile] = useState<File>();
  const [hasHeader, setHasHeader] = useState(true);
  const [choices, setChoices] = useState<Choices>({});
  const [seen, setSeen] = useState<FilePreview>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const reading = readingOf(choices, hasHeader);
  const preview = useMutation({
    mutationFn: (asked: { file: File; reading: object }) =>
      send<FilePreview>(campaignId, "preview", asked.file, asked.reading),
    onSuccess: setSeen,
  });
  const add = useMutation({
    mutationFn: (chosen: File) => send<unknown>(campaignId, "import", chosen, reading),
    onSuccess: () => {
      audienceChanged(client, campaignId);
      onClose();
    },
  });
  useEffect(() => () => clearTimeout(timer.current), []);

  const look = (chosen: File, nextChoices: Choices, header: boolean) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(
      () => preview.mutate({ file: chosen, reading: readingOf(nextChoices, header) }),
      WAIT_MS,
    );
  };
  const choose = ([chosen]: File[]) => {
    if (!chosen) return;
    setFile(chosen);
    setChoices({});
    setSeen(undefined);
    look(chosen, {}, hasHeader);
  };
  const change = (next: Choices) => {
    setChoices(next);
    if (file) look(file, next, hasHeader);
  };
  const error = add.error ?? preview.error;
  const refusals = error instanceof ProblemError ? Object.values(error.fields).map(fieldWords) : [];
  const hasPhone = seen?.columns.some(({ use }) => use === "phone" || use === "userId") ?? false;
  const people = seen ? seen.rowsRead - seen.rowsRefused : 0;
  return (
    <Dialog
      open
      size="large"
      title={t("file.title")}
      text={t("file.text")}
      onClose={onClose}
      modal={add.isPending}
      actions={
        <>
          <Button onClick={onClose} disabled={add.isPending}>
            {t("cancel")}
          </Button>
          <Button
            variant="primary"
            busy={add.isPending}
            disabled={!file || !hasPhone || people === 0 || preview.isPending}
            onClick={() => file && add.mutate(file)}
          >
            {t("file.add")}
          </Button>
        </>
      }
    >
      <div className={css.fields}>
        {file ? (
          <div className={css.line}>
            <strong className={css.grow}>{file.name}</strong>
            <Button size="small" onClick={() => setFile(undefined)}>
              {t("file.other")}
            </Button>
          </div>
        ) : (
          <FileDrop
            label={t("file.drop")}
            hint={t("file.hint")}
            accept={[".csv", ".txt", ".xlsx", "text/csv"]}
            maxBytes={MAX_BYTES}
            onFiles={choose}
          />
        )}
        {error && (
          <Banner tone="danger" live title={words(error)}>
            {refusals.length > 0 && refusals.join(" ")}
          </Banner>
        )}
        {file && preview.isPending && !seen && <Skeleton kind="rows" count={4} />}
        {file && seen && (
          <>
            <Switch
              label={t("file.hasHeader")}
              checked={hasHeader}
              onValue={(next) => {
                setHasHeader(next);
                look(file, choices, next);
              }}
            />
            <FileColumns seen={seen} choices={choices} onChoices={change} />
          </>
        )}
      </div>
    </Dialog>
  );
}
