/**
 * The inbox: the list, the conversation, its details. In wide windows beside each other, with widths that can be dragged;
 * in narrower ones the details are a drawer; on phones one at a time.
 */

import { type CSSProperties, lazy, Suspense, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { useChannels } from "@/shared/api/lookups";
import { useMay, useSession } from "@/shared/api/session";
import { useCommand } from "@/shared/keyboard/commands";
import { Forbidden } from "@/shared/ui/Forbidden";
import { useNarrow } from "@/shared/ui/useNarrow";
import { useInboxAddress } from "./address";
import { LoadingConversation } from "./conversation/LoadingConversation";
import { FirstRun } from "./FirstRun";
import css from "./inbox.module.css";
import { ListPane } from "./list/ListPane";
import { neighbourOf } from "./list/order";
import { NoTicket } from "./NoTicket";
import { Splitter, useWidth } from "./Splitter";

const loadConversation = () => import("./conversation/Conversation");
const loadDetails = () => import("./details/Details");
const Conversation = lazy(() => loadConversation().then((module) => ({ default: module.Conversation })));
const Details = lazy(() => loadDetails().then((module) => ({ default: module.Details })));
const Drawer = lazy(() => import("@/shared/ui/Drawer").then((module) => ({ default: module.Drawer })));

const HAS_DETAILS = "atende-details";

export function InboxScreen() {
  const t = useTranslations("inbox");
  const address = useInboxAddress();
  const { preferences } = useSession();
  const mayRead = useMay("tickets:read");
  const channels = useChannels();
  const listWidth = useWidth("atende-list-width", 340, 280, 420);
  const detailsWidth = useWidth("atende-details-width", 320, 280, 420);
  const isPhone = useNarrow(760);
  const isWide = !useNarrow(1280);
  const [isBeside, setBeside] = useState(() => localStorage.getItem(HAS_DETAILS) !== "no");
  const [isDrawer, setDrawer] = useState(false);
  const { ticketId, search, open } = address;
  const hasTicket = ticketId !== undefined;

  useCommand("ticketLeave", () => open(undefined), hasTicket);
  useEffect(() => {
    // The first ticket is opened without waiting for its code.
    const timer = setTimeout(
      () => void Promise.all([loadConversation(), loadDetails()]).catch(() => undefined),
      1500,
    );
    return () => clearTimeout(timer);
  }, []);
  const showBeside = (isShown: boolean) => {
    setBeside(isShown);
    localStorage.setItem(HAS_DETAILS, isShown ? "yes" : "no");
  };
  const onDone = (closed: string) => {
    if (preferences.afterClosing === "next") open(neighbourOf(closed));
  };

  if (!mayRead) return <Forbidden />;
  if (channels.query.isSuccess && channels.list.length === 0) return <FirstRun />;
  const hasDetails = hasTicket && isWide && isBeside;
  return (
    <div
      className={css.panes}
      data-open={hasTicket}
      style={{ "--list": `${listWidth.value}px`, "--details": `${detailsWidth.value}px` } as CSSProperties}
    >
      <title>{`${t("title")} · Atendechat`}</title>
      <h1 className={css.hidden}>{t("title")}</h1>
      <ListPane address={address} />
      {!isPhone && <Splitter width={listWidth} label={t("listWidth")} side="start" />}
      <div className={css.conversation}>
        {hasTicket ? (
          <Suspense fallback={<LoadingConversation />}>
            <Conversation
              ticketId={ticketId}
              at={search.at}
              onBack={isPhone ? () => open(undefined) : undefined}
              onShowDetails={hasDetails ? undefined : () => (isWide ? showBeside(true) : setDrawer(true))}
              onDone={onDone}
            />
          </Suspense>
        ) : (
          <NoTicket />
        )}
      </div>
      {hasDetails && (
        <>
          <Splitter width={detailsWidth} label={t("detailsWidth")} side="end" />
          <div className={css.details}>
            <Suspense>
              <Details ticketId={ticketId} onClose={() => showBeside(false)} />
            </Suspense>
          </div>
        </>
      )}
      <Suspense>
        {hasTicket && !isWide && isDrawer && (
          <Drawer title={t("details")} open onClose={() => setDrawer(false)}>
            <Details ticketId={ticketId} />
          </Drawer>
        )}
      </Suspense>
    </div>
  );
}
