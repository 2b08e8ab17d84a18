/** Where something could not be read: why, a way to try again, and the number that support asks for. */

import { CloudOff, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { NetworkError, ProblemError } from "../api/problems";
import { useProblemWords } from "../api/words";
import { Button } from "./Button";
import { Empty } from "./Empty";
import css from "./Empty.module.css";
import { Forbidden } from "./Forbidden";

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
  const words = useProblemWords();
  if (error instanceof ProblemError && error.status === 403) return <Forbidden />;
  const requestId = error instanceof ProblemError ? error.requestId : undefined;
  return (
    <div role="alert">
      <Empty
        icon={error instanceof NetworkError ? CloudOff : TriangleAlert}
        title={title ?? t("ui.failed")}
        compact={compact}
        text={
          <>
            <p>{words(error)}</p>
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
