/** The app at Meta, through which the number is reached. */

import { useTranslations } from "use-intl";
import { Button } from "@/shared/ui/Button";
import { Guide } from "./Guide";

export function AppStep({ onNext }: { onNext: () => void }) {
  const t = useTranslations("channels.connectGuide");
  const bold = { b: (words: React.ReactNode) => <b>{words}</b> };
  return (
    <>
      <Guide
        title={t("app.title")}
        text={t("app.text")}
        href="https://developers.facebook.com/apps"
        link={t("app.link")}
        steps={[t.rich("app.create", bold), t.rich("app.useCase", bold), t.rich("app.business", bold)]}
      />
      <div>
        <Button variant="primary" onClick={onNext}>
          {t("app.next")}
        </Button>
      </div>
    </>
  );
}
