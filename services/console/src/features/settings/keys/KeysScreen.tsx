/** API keys: those there are, making one, and revoking one. */

import { KeyRound, Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/shared/api/session";
import { Button } from "@/shared/ui/Button";
import { Empty } from "@/shared/ui/Empty";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { SettingsPage } from "../SettingsPage";
import { type CreatedKey, useApiKeys } from "./data";
import { KeyTable } from "./KeyTable";

const KeyDialog = lazy(() => import("./KeyDialog").then((m) => ({ default: m.KeyDialog })));
const CreatedDialog = lazy(() => import("./CreatedDialog").then((m) => ({ default: m.CreatedDialog })));

export function KeysScreen() {
  const t = useTranslations("settingsKeys");
  const mayWrite = useMay("apikeys:write");
  const keys = useApiKeys();
  const [isMaking, setMaking] = useState(false);
  const [created, setCreated] = useState<CreatedKey>();
  const rows = keys.data?.pages.flatMap((page) => page.items);
  const make = mayWrite && (
    <Button variant="primary" icon={Plus} onClick={() => setMaking(true)}>
      {t("create.open")}
    </Button>
  );
  return (
    <SettingsPage width="wide" title={t("title")} text={t("text")} actions={rows?.length !== 0 && make}>
      {keys.error && !rows ? (
        <ErrorBox error={keys.error} onRetry={() => void keys.refetch()} isRetrying={keys.isFetching} />
      ) : (
        <KeyTable
          keys={rows}
          mayWrite={mayWrite}
          onMore={keys.hasNextPage ? () => void keys.fetchNextPage() : undefined}
          isLoadingMore={keys.isFetchingNextPage}
          empty={<Empty icon={KeyRound} title={t("empty.title")} text={t("empty.text")} action={make} />}
        />
      )}
      <Suspense>
        {isMaking && (
          <KeyDialog
            onClose={() => setMaking(false)}
            onCreated={(key) => {
              setMaking(false);
              setCreated(key);
            }}
          />
        )}
        {created && <CreatedDialog created={created} onClose={() => setCreated(undefined)} />}
      </Suspense>
    </SettingsPage>
  );
}
