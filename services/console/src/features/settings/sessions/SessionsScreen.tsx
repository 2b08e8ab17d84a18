/** The devices on which the person is signed in, in all companies, and signing them out. */

import { LogOut, Monitor, Smartphone, Terminal } from "lucide-react";
import { useTranslations } from "use-intl";
import { useSession } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { Badge } from "@/shared/ui/Badge";
import { Button } from "@/shared/ui/Button";
import { confirm } from "@/shared/ui/confirm";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Skeleton } from "@/shared/ui/Skeleton";
import { Time } from "@/shared/ui/Time";
import { toast } from "@/shared/ui/toast";
import { SettingsPage } from "../SettingsPage";
import { type SessionRow, useEndSession, useSessions } from "./data";
import { deviceOf } from "./device";
import css from "./sessions.module.css";

export function SessionsScreen() {
  const t = useTranslations("settingsSessions");
  const sessions = useSessions();
  const end = useEndSession();
  const words = useProblemWords();
  const rows = sessions.data?.pages.flatMap((page) => page.items);
  const others = rows?.some((row) => !row.current) ?? false;

  const endOthers = async () => {
    const isSure = await confirm({
      title: t("others.title"),
      text: t("others.text"),
      action: t("others.action"),
      danger: true,
    });
    if (!isSure) return;
    end.mutate("others", {
      onSuccess: () => toast({ tone: "good", text: t("others.done") }),
      onError: (error) => toast({ tone: "danger", text: words(error) }),
    });
  };

  return (
    <SettingsPage
      title={t("title")}
      text={t("text")}
      actions={
        others && (
          <Button icon={LogOut} busy={end.isPending && end.variables === "others"} onClick={endOthers}>
            {t("others.open")}
          </Button>
        )
      }
    >
      {sessions.error && !rows ? (
        <ErrorBox
          error={sessions.error}
          onRetry={() => void sessions.refetch()}
          isRetrying={sessions.isFetching}
        />
      ) : rows ? (
        <>
          <ul className={css.list} aria-label={t("title")}>
            {rows.map((row) => (
              <Row
                key={row.id}
                row={row}
                isEnding={end.isPending && end.variables === row.id}
                onEnd={() =>
                  end.mutate(row.id, {
                    onSuccess: () => toast({ tone: "good", text: t("ended") }),
                    onError: (error) => toast({ tone: "danger", text: words(error) }),
                  })
                }
              />
            ))}
          </ul>
          {sessions.hasNextPage && (
            <div>
              <Button busy={sessions.isFetchingNextPage} onClick={() => void sessions.fetchNextPage()}>
                {t("more")}
              </Button>
            </div>
          )}
        </>
      ) : (
        <Skeleton kind="rows" count={4} />
      )}
    </SettingsPage>
  );
}

interface RowProps {
  row: SessionRow;
  isEnding: boolean;
  onEnd: () => void;
}

function Row({ row, isEnding, onEnd }: RowProps) {
  const t = useTranslations("settingsSessions");
  const { companies } = useSession();
  const { browser, system, isPhone } = deviceOf(row.userAgent);
  const Icon = isPhone ? Smartphone : browser ? Monitor : Terminal;
  const name =
    browser && system ? t("device", { browser, system }) : (browser ?? (row.userAgent || t("unknownDevice")));
  const company = companies.length > 1 && companies.find((one) => one.id === row.companyId)?.name;
  return (
    <li className={css.row}>
      <span className={css.icon}>
        <Icon aria-hidden size={20} strokeWidth={1.75} />
      </span>
      <div className={css.words}>
        <p className={css.name}>
          <span dir="auto">{name}</span>
          {row.current && <Badge tone="accent">{t("current")}</Badge>}
        </p>
        <p className={css.facts}>
          <span dir="ltr">{row.address}</span>
          {company && <span dir="auto">{company}</span>}
          <span>{t.rich("lastUsed", { time: () => <Time at={row.lastUsedAt} kind="relative" /> })}</span>
          <span>{t.rich("since", { time: () => <Time at={row.createdAt} kind="date" /> })}</span>
        </p>
      </div>
      {!row.current && (
        <Button size="small" busy={isEnding} onClick={onEnd} aria-label={t("endOf", { device: name })}>
          {t("end")}
        </Button>
      )}
    </li>
  );
}
