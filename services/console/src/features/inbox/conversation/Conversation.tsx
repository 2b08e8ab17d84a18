/** A ticket's conversation: its header, its messages, and where one writes. */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { MessageSquareOff } from "lucide-react";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTimeZone, useTranslations } from "use-intl";
import { useQueues, useTags, useUsers } from "@/shared/api/lookups";
import { ProblemError } from "@/shared/api/problems";
import { useMay, useSession } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { phone } from "@/shared/format/format";
import { useCommand } from "@/shared/keyboard/commands";
import type { Entry } from "@/shared/outbox/entry";
import { outbox, useOutbox } from "@/shared/outbox/outbox";
import { isAnswerable, type Message } from "@/shared/ui/conversation/message";
import { type ConversationNames, NamesContext } from "@/shared/ui/conversation/people";
import { Empty } from "@/shared/ui/Empty";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { toast } from "@/shared/ui/toast";
import { Composer } from "../composer/Composer";
import { type ComposerHandle, takeBack } from "../composer/handle";
import { followMessages } from "../live-messages";
import { type Ticket, ticketQuery, useAnswersGroups } from "../ticket";
import css from "./Conversation.module.css";
import { ConversationProvider } from "./context";
import { useMessages } from "./data";
import { Header } from "./Header";
import { LoadingConversation } from "./LoadingConversation";
import { calendarIn, firstUnread } from "./rows";
import { Thread, type ThreadHandle } from "./Thread";
import { useAttending } from "./useAttending";
import { useReading, useReadingMentions } from "./useReading";

const ImageView = lazy(() =>
  import("@/shared/ui/conversation/ImageView").then((module) => ({ default: module.ImageView })),
);
const ForwardDialog = lazy(() => import("./dialogs/ForwardDialog"));
const NoteDialog = lazy(() => import("./dialogs/NoteDialog"));

interface Props {
  ticketId: string;
  /** The message to show, as the address says. */
  at?: string;
  /** Back to the list, where only one pane is seen. */
  onBack?: () => void;
  /** Opens the details where they do not stand beside. */
  onShowDetails?: () => void;
  /** The ticket was closed. */
  onDone?: (ticketId: string) => void;
}

export function Conversation(props: Props) {
  const { ticketId } = props;
  const t = useTranslations("inboxConversation");
  const client = useQueryClient();
  followMessages(client);
  const { data: ticket, error, isFetching, refetch } = useQuery(ticketQuery(ticketId));
  // Also what was read before: who may no longer see a ticket is not shown what is held of it.
  if (error instanceof ProblemError && (error.status === 404 || error.status === 403)) {
    return <Empty icon={MessageSquareOff} title={t("gone.title")} text={t("gone.text")} />;
  }
  if (ticket) return <Open key={`${ticketId} ${props.at ?? ""}`} {...props} ticket={ticket} />;
  if (!error) return <LoadingConversation />;
  return <ErrorBox error={error} onRetry={() => void refetch()} isRetrying={isFetching} />;
}

function Open({ ticket, at, onBack, onShowDetails, onDone }: Props & { ticket: Ticket }) {
  const t = useTranslations("inboxConversation");
  const navigate = useNavigate();
  const { user } = useSession();
  const mayWrite = useMay("tickets:write");
  const timeZone = useTimeZone() ?? "UTC";
  const messages = useMessages(ticket, at);
  const entries = useOutbox(ticket.id);
  const attending = useAttending(ticket.id);
  const [isAtEnd, setAtEnd] = useState(false);
  const isMine = ticket.assigneeId === null || ticket.assigneeId === user.id;
  const { keepUnread } = useReading(ticket, isAtEnd && isMine && messages.stretch?.newer === null);
  const thread = useRef<ThreadHandle>(null);
  const composer = useRef<ComposerHandle>(null);
  const [focused, setFocused] = useState<Message | null>(null);
  const [viewed, setViewed] = useState<string | null>(null);
  const [forwarded, setForwarded] = useState<Message | null>(null);
  const [note, setNote] = useState<Message | null>(null);
  const dayOf = useMemo(() => calendarIn(timeZone), [timeZone]);

  const unreadThen = useRef(ticket.unread);
  const [unread, setUnread] = useState<{ id: string; count: number } | null>(null);
  const items = messages.stretch?.items;
  useReadingMentions(ticket.id, items, isAtEnd);
  useEffect(() => {
    if (!items || unreadThen.current === 0) return;
    setUnread(firstUnread(items, unreadThen.current));
    unreadThen.current = 0;
  }, [items]);

  const names = useNamesOf(ticket, items);
  const answersGroups = useAnswersGroups(ticket.channelId);
  const isReachable = ticket.groupId === null ? ticket.contact.blockedAt === null : answersGroups;
  const isOpenToAnswers = mayWrite && isReachable && ticket.status !== "closed";
  const quote = useCallback((message: Message) => composer.current?.quote(message), []);
  const context = useMemo(
    () => ({ ticket, isAnswerable: isOpenToAnswers, quote, forward: setForwarded, editNote: setNote }),
    [ticket, isOpenToAnswers, quote],
  );

  const words = useProblemWords();
  const goToQuoted = useCallback(
    async (providerMessageId: string) => {
      const isQuoted = (message: Message) => message.providerMessageId === providerMessageId;
      for (let page = 0; page < 10; page += 1) {
        if (thread.current?.show(isQuoted)) return;
        try {
          await messages.loadOlder();
        } catch (error) {
          return toast({ tone: "danger", text: words(error) });
        }
        await new Promise((done) => setTimeout(done, 50)); // The rows of the page are drawn.
      }
      if (!thread.current?.show(isQuoted)) toast({ text: t("quoteNotFound") });
    },
    [messages.loadOlder, t, words],
  );
  const edit = useCallback(
    (entry: Entry) => {
      const taken = outbox.edit(entry.clientMessageId);
      if (!taken) return;
      takeBack(taken, composer.current);
      const quoted = taken.replyTo === undefined ? undefined : names.quoted(taken.replyTo);
      if (quoted) composer.current?.quote(quoted);
    },
    [names],
  );
  const leavePast = useCallback(() => {
    void navigate({
      to: ".",
      search: (search: Record<string, unknown>) => ({ ...search, at: undefined }),
      replace: true,
    } as never);
  }, [navigate]);

  const target = () => (focused && isAnswerable(focused) ? focused : items && lastAnswerable(items));
  useCommand(
    "messageQuote",
    () => {
      const message = target();
      if (message) quote(message);
    },
    isOpenToAnswers,
  );
  useCommand(
    "messageReact",
    () => {
      const message = target();
      if (message) thread.current?.show((each) => each.id === message.id);
      setTimeout(() => document.querySelector<HTMLElement>("[role=log] [data-react]")?.click(), 80);
    },
    isOpenToAnswers,
  );

  return (
    <NamesContext value={names}>
      <ConversationProvider value={context}>
        <section className={css.conversation} aria-label={t("of", { name: names.contact })}>
          <Header {...{ ticket, attending, keepUnread, onBack, onShowDetails, onDone }} />
          {messages.stretch ? (
            <Thread
              messages={messages}
              outbox={entries}
              unread={unread}
              dayOf={dayOf}
              at={at}
              label={t("messagesOf", { name: names.contact })}
              handle={thread}
              onEdit={edit}
              onQuoted={goToQuoted}
              onView={setViewed}
              onFocusMessage={setFocused}
              onAtEnd={setAtEnd}
              onLeavePast={leavePast}
            />
          ) : messages.error ? (
            <ErrorBox error={messages.error} onRetry={messages.readAgain} isRetrying={messages.isReading} />
          ) : (
            <LoadingConversation isBody />
          )}
          <Composer
            ticket={ticket}
            attending={attending}
            handle={composer}
            onSent={() => thread.current?.toEnd()}
          />
        </section>
        <Suspense>
          {viewed && <ImageView items={viewable(items ?? [])} shown={viewed} onShow={setViewed} />}
          {forwarded && <ForwardDialog message={forwarded} onClose={() => setForwarded(null)} />}
          {note && <NoteDialog note={note} onClose={() => setNote(null)} />}
        </Suspense>
      </ConversationProvider>
    </NamesContext>
  );
}

function useNamesOf(ticket: Ticket, items: readonly Message[] | undefined): ConversationNames {
  const t = useTranslations("inboxConversation");
  const users = useUsers().byId;
  const queues = useQueues().byId;
  const tags = useTags().byId;
  const { user } = useSession();
  const { name, phone: number } = ticket.contact;
  const person = name || (number ? phone(number) : t("noName"));
  const contact = ticket.groupId === null ? person : (ticket.groupName ?? t("groupUnnamed"));
  const byProvider = useMemo(
    () => new Map((items ?? []).map((message) => [message.providerMessageId, message])),
    [items],
  );
  const latest = useRef(byProvider);
  latest.current = byProvider;
  return useMemo(
    () => ({
      me: user.id,
      contact,
      isGroup: ticket.groupId !== null,
      user: (id) => users.get(id)?.name,
      queue: (id) => queues.get(id)?.name,
      tag: (id) => tags.get(id)?.name,
      quoted: (id) => latest.current.get(id),
    }),
    [user.id, contact, ticket.groupId, users, queues, tags],
  );
}

const lastAnswerable = (items: readonly Message[]): Message | undefined =>
  items.findLast((message) => message.direction === "in" && isAnswerable(message)) ??
  items.findLast(isAnswerable);

/** Pictures and videos of what is loaded, for the view over the screen. */
function viewable(items: readonly Message[]) {
  return items.flatMap((message) => {
    const { media, kind } = message;
    if (!media?.id || media.status !== "stored" || message.revokedAt) return [];
    const isVideo = media.mimeType?.startsWith("video/") ?? kind === "video";
    const isImage = kind !== "sticker" && (media.mimeType?.startsWith("image/") ?? kind === "image");
    if (!isVideo && !isImage) return [];
    const title = message.text ?? media.filename ?? new Date(message.sentAt).toLocaleString();
    return [{ id: media.id, kind: isVideo ? ("video" as const) : ("image" as const), title }];
  });
}
