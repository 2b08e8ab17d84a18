/** Where something could not be read: why, a way to try again, and the number that support asks for. */

import { CloudOff, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "./Button";
import { Empty } from "./Empty";
import css from "./Empty.module.css";

interface ErrorBoxProps {
  error: unknown;
  onRetry?: () => void;
  /** The retry runs. */
  isRetrying?: boolean;
  /** What could not be shown: "The contacts could not be loaded". */
  title?: string;
  compact?: boolean;
}

export function ErrorBox({ error, onRetry, isRetrying, title, compact }: ErrorBoxProps) {
  const t = useTranslations("shared");
  const { isNetwork, detail, requestId } = read(error);
  const reason = isNetwork ? t("ui.offline") : (detail ?? t("ui.failedText"));
  return (
    <div role="alert">
      <Empty
        icon={isNetwork ? CloudOff : TriangleAlert}
        title={title ?? t("ui.failed")}
        compact={compact}
        text={
          <>
            <p>{reason}</p>
            {requestId && (
              <p className={css.request}>
                {t("ui.requestId")} <code>{requestId}</code>
              </p>
            )}
          </>
        }
        action={
          onRetry && (
            <Button onClick={onRetry} busy={isRetrying}>
              {t("retry")}
            </Button>
          )
        }
      />
    </div>
  );
}

/** What an error of the API says; anything else is a fault of the console and says nothing to its users. */
function read(error: unknown): { isNetwork: boolean; detail?: string; requestId?: string } {
  if (!(error instanceof Error)) return { isNetwork: false };
  const { problem, requestId } = error as Error & { problem?: { detail?: string }; requestId?: string };
  return { isNetwork: error.name === "NetworkError", detail: problem?.detail, requestId };
}
