/** The second factor: whether it is on, setting it up, new recovery codes, and turning it off. */

import { ShieldCheck, ShieldOff } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { api, ask } from "@/shared/api/client";
import { session, useSession } from "@/shared/api/session";
import { Badge } from "@/shared/ui/Badge";
import { Button } from "@/shared/ui/Button";
import { toast } from "@/shared/ui/toast";
import { Section } from "../Section";

const ProofDialog = lazy(() => import("./ProofDialog").then((m) => ({ default: m.ProofDialog })));
const RecoveryCodesDialog = lazy(() =>
  import("./RecoveryCodesDialog").then((m) => ({ default: m.RecoveryCodesDialog })),
);
const TotpSetup = lazy(() => import("./TotpSetup").then((m) => ({ default: m.TotpSetup })));

type Task = { kind: "setUp" | "renew" | "turnOff" } | { kind: "codes"; codes: readonly string[] };

export function TotpSection() {
  const t = useTranslations("settingsMe");
  const { totpEnabled } = useSession();
  const [task, setTask] = useState<Task>();
  const close = () => setTask(undefined);
  return (
    <Section
      title={t("totp.title")}
      text={t("totp.text")}
      aside={
        totpEnabled ? (
          <Badge tone="accent" icon={ShieldCheck}>
            {t("totp.on")}
          </Badge>
        ) : (
          <Badge icon={ShieldOff}>{t("totp.off")}</Badge>
        )
      }
      actions={
        totpEnabled ? (
          <>
            <Button onClick={() => setTask({ kind: "renew" })}>{t("totp.renew")}</Button>
            <Button variant="ghost" onClick={() => setTask({ kind: "turnOff" })}>
              {t("totp.turnOff")}
            </Button>
          </>
        ) : (
          <Button onClick={() => setTask({ kind: "setUp" })}>{t("totp.setUp")}</Button>
        )
      }
    >
      <Suspense>
        {task?.kind === "setUp" && (
          <TotpSetup onClose={close} onDone={(codes) => setTask({ kind: "codes", codes })} />
        )}
        {task?.kind === "codes" && <RecoveryCodesDialog codes={task.codes} onClose={close} />}
        {task?.kind === "renew" && (
          <ProofDialog
            title={t("totp.renew")}
            text={t("totp.renewText")}
            action={t("totp.renewAction")}
            onClose={close}
            onProof={async (body) => {
              const answer = await ask(api.POST("/api/v1/auth/totp/recovery-codes", { body }));
              setTask({ kind: "codes", codes: answer.recoveryCodes });
            }}
          />
        )}
        {task?.kind === "turnOff" && (
          <ProofDialog
            title={t("totp.turnOffTitle")}
            text={t("totp.turnOffText")}
            action={t("totp.turnOff")}
            danger
            onClose={close}
            onProof={async (body) => {
              await ask(api.DELETE("/api/v1/auth/totp", { body }));
              session.change({ totpEnabled: false });
              toast({ tone: "good", text: t("totp.turnedOff") });
              close();
            }}
          />
        )}
      </Suspense>
    </Section>
  );
}
