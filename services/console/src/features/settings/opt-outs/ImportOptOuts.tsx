/** A file of people who want no campaigns, and what came of each row. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/shared/api/client";
import { saveFile } from "@/shared/api/download";
import { useChannels } from "@/shared/api/lookups";
import { ProblemError } from "@/shared/api/problems";
import { useFieldWords, useProblemWords } from "@/shared/api/words";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { FileDrop } from "@/shared/ui/FileDrop";
import { Progress } from "@/shared/ui/Progress";
import { toast } from "@/shared/ui/toast";
import { ChannelChoice } from "./AddOptOut";
import { type Imported, importFile, optOutKeys } from "./data";
import css from "./optOuts.module.css";

const MAX_BYTES = 10_000_000;

export function ImportOptOuts({ onClose }: { onClose: () => void }) {
  const t = useTranslations("settingsOptOuts");
  const words = useProblemWords();
  const fieldWords = useFieldWords();
  const client = useQueryClient();
  const channels = useChannels();
  const [channel, setChannel] = useState("all");
  const add = useMutation({
    mutationFn: (file: File) => importFile(file, channel === "all" ? undefined : channel),
    onSuccess: () => void client.invalidateQueries({ queryKey: optOutKeys.all }),
  });
  const { data, error } = add;
  const refusals = error instanceof ProblemError ? Object.values(error.fields).map(fieldWords) : [];
  return (
    <Dialog
      open
      title={t("import.title")}
      text={t("import.text")}
      onClose={onClose}
      modal={add.isPending}
      actions={
        <Button variant={data ? "primary" : "secondary"} disabled={add.isPending} onClick={onClose}>
          {t(data ? "import.close" : "cancel")}
        </Button>
      }
    >
      {!data && <ChannelChoice value={channel} onValue={setChannel} channels={channels} />}
      {error && (
        <Banner tone="danger" live title={words(error)}>
          {refusals.join(" ")}
        </Banner>
      )}
      {add.isPending ? (
        <Progress label={t("import.reading")} />
      ) : data ? (
        <Result imported={data} />
      ) : (
        <FileDrop
          label={t("import.drop")}
          hint={t("import.hint")}
          accept={[".csv", ".txt", ".xlsx", "text/csv"]}
          maxBytes={MAX_BYTES}
          onFiles={([file]) => file && add.mutate(file)}
        />
      )}
    </Dialog>
  );
}

function Result({ imported }: { imported: Imported }) {
  const t = useTranslations("settingsOptOuts");
  const words = useProblemWords();
  const { id, created, duplicates, invalid, problems } = imported;
  const save = () =>
    saveFile(
      api.POST("/api/v1/opt-outs/imports/{file_id}/rejected", { params: { path: { file_id: id } } }),
    ).catch((error: unknown) => toast({ tone: "danger", text: words(error) }));
  return (
    <div className={css.result}>
      <Banner tone="good" live title={t("import.created", { count: created })}>
        {duplicates > 0 && t("import.duplicates", { count: duplicates })}
      </Banner>
      {invalid > 0 && (
        <Banner
          tone="warning"
          title={t("import.invalid", { count: invalid })}
          action={
            <Button size="small" icon={Download} onClick={() => void save()}>
              {t("import.rejected")}
            </Button>
          }
        >
          {problems
            .slice(0, 3)
            .map(({ line, message }) => t("import.problem", { line, message }))
            .join(" ")}
        </Banner>
      )}
    </div>
  );
}
