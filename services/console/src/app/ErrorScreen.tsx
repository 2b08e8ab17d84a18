/** In place of a screen that failed: what went wrong, and the way on. What was typed is kept. */

import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { Compass, Sparkles } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button, buttonClass } from "@/shared/ui/Button";
import { Empty } from "@/shared/ui/Empty";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { NewVersion } from "./chunks";
import styles from "./shell.module.css";

export function ErrorScreen({ error, reset }: ErrorComponentProps) {
  const t = useTranslations("app");
  const router = useRouter();
  if (error instanceof NewVersion) {
    return (
      <div className={styles.notice} role="alert">
        <title>{`${t("newVersion.title")} · Atendechat`}</title>
        <Empty
          icon={Sparkles}
          title={t("newVersion.title")}
          text={t("newVersion.text")}
          action={
            <Button variant="primary" onClick={() => window.location.reload()}>
              {t("newVersion.action")}
            </Button>
          }
        />
      </div>
    );
  }
  return (
    <div className={styles.notice}>
      <title>{`${t("failed")} · Atendechat`}</title>
      <ErrorBox
        error={error}
        title={t("failed")}
        onRetry={() => {
          reset();
          void router.invalidate();
        }}
      />
    </div>
  );
}

export function NotFoundScreen() {
  const t = useTranslations("app");
  return (
    <main className={styles.notice}>
      <title>{`${t("notFound.title")} · Atendechat`}</title>
      <h1 className={styles.hidden}>{t("notFound.title")}</h1>
      <Empty
        icon={Compass}
        title={t("notFound.title")}
        text={t("notFound.text")}
        action={
          <Link to="/" className={buttonClass({ variant: "primary" })}>
            {t("notFound.action")}
          </Link>
        }
      />
    </main>
  );
}
