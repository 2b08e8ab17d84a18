/** Imports of contacts: a file is handed in, its columns are looked at, and then it is followed until it has ended. */

import { useNavigate, useParams } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { useMay } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { Banner } from "@/shared/ui/Banner";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { FileDrop } from "@/shared/ui/FileDrop";
import { Forbidden } from "@/shared/ui/Forbidden";
import { Page } from "@/shared/ui/Page";
import { Progress } from "@/shared/ui/Progress";
import { Skeleton } from "@/shared/ui/Skeleton";
import { ImportList } from "./ImportList";
import { ImportMapping } from "./ImportMapping";
import { ImportProgress } from "./ImportProgress";
import { useDraftImport, useImport } from "./imports";
import own from "./imports.module.css";
import { useContactsLive } from "./live";

const MOST_BYTES = 16 * 1024 * 1024;
const ACCEPTED = [".csv", ".txt", ".xlsx"];
const TO = "/contacts/imports/{-$importId}" as const;

export function ImportsScreen() {
  const t = useTranslations("contacts.imports");
  const mayImport = useMay("contacts:import");
  const { importId } = useParams({ strict: false });
  useContactsLive();
  if (!mayImport) {
    return (
      <Page title={t("title")}>
        <Forbidden />
      </Page>
    );
  }
  return importId ? <OneImport key={importId} id={importId} /> : <AllImports />;
}

function AllImports() {
  const t = useTranslations("contacts.imports");
  const words = useProblemWords();
  const navigate = useNavigate();
  const draft = useDraftImport();
  const take = ([file]: File[]) => {
    if (!file) return;
    draft.mutate(file, {
      onSuccess: ({ id }) => void navigate({ to: TO, params: { importId: id } }),
    });
  };
  return (
    <Page
      title={t("title")}
      text={t("text")}
      onBack={() => void navigate({ to: "/contacts/{-$contactId}", params: {}, search: {} })}
      width="reading"
    >
      {draft.error && (
        <Banner tone="danger" live title={t("refused")}>
          {words(draft.error)}
        </Banner>
      )}
      {draft.isPending ? (
        <div className={own.reading}>
          <Progress label={t("reading")} />
        </div>
      ) : (
        <FileDrop
          label={t("drop")}
          hint={t("dropHint")}
          accept={ACCEPTED}
          maxBytes={MOST_BYTES}
          onFiles={take}
        />
      )}
      <ImportList />
    </Page>
  );
}

function OneImport({ id }: { id: string }) {
  const t = useTranslations("contacts.imports");
  const navigate = useNavigate();
  const one = useImport(id);
  const back = () => void navigate({ to: TO, params: {} });
  return (
    <Page title={one.data?.fileName ?? t("one")} onBack={back} width="wide">
      {one.isError && !one.data ? (
        <ErrorBox
          error={one.error}
          title={t("oneFailed")}
          onRetry={() => void one.refetch()}
          isRetrying={one.isRefetching}
        />
      ) : !one.data ? (
        <Skeleton kind="block" />
      ) : one.data.status === "draft" ? (
        <ImportMapping job={one.data} onDropped={back} />
      ) : (
        <ImportProgress job={one.data} />
      )}
    </Page>
  );
}
