/** The inbox: the list, the conversation beside it, and what is done with tickets by key. On phones one at a time. */

import { MessagesSquare } from "lucide-react";
import type { CSSProperties } from "react";
import { useTranslations } from "use-intl";
import { useChannels } from "@/shared/api/lookups";
import { Keys } from "@/shared/keyboard/Keys";
import { Empty } from "@/shared/ui/Empty";
import { useInboxAddress } from "./address";
import { FirstRun } from "./FirstRun";
import css from "./inbox.module.css";
import { ListPane } from "./list/ListPane";
import { Splitter, useWidth } from "./Splitter";
import { TicketKeys } from "./TicketKeys";

export function InboxScreen() {
  const t = useTranslations("inbox");
  const address = useInboxAddress();
  const width = useWidth("atende-list-width", 340, 280, 420);
  const channels = useChannels();
  const { ticketId } = address;
  if (channels.query.isSuccess && channels.list.length === 0) return <FirstRun />;
  return (
    <div
      className={css.panes}
      data-open={ticketId !== undefined}
      style={{ "--list": `${width.value}px` } as CSSProperties}
    >
      <title>{`${t("title")} · Atendechat`}</title>
      <ListPane address={address} />
      <Splitter width={width} label={t("listWidth")} side="start" />
      <div className={css.conversation}>
        {ticketId === undefined && (
          <div className={css.nothing}>
            <Empty
              icon={MessagesSquare}
              title={t("noTicket.title")}
              text={
                <>
                  <p>{t("noTicket.text")}</p>
                  <p className={css.keys}>
                    <Keys id="listNext" /> <Keys id="listPrevious" /> <Keys id="listOpen" />
                  </p>
                </>
              }
            />
          </div>
        )}
      </div>
      <TicketKeys address={address} />
    </div>
  );
}
