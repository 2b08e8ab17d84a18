/** Rings and notifies when a customer writes: of whose tickets, the preferences say; also beside an open ticket. */

import { useNavigate, useParams } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { type Arrival, arrivals } from "@/features/inbox/live";
import { useSession } from "@/shared/api/session";
import { isWanted } from "./rules";
import { playSound } from "./sound";

export function useArrivals(): void {
  const t = useTranslations("app");
  const { user, preferences } = useSession();
  const { ticketId: open } = useParams({ strict: false });
  const navigate = useNavigate();

  const take = ({ ticket, text }: Arrival) => {
    const isLookedAt = ticket.id === open && document.visibilityState === "visible" && document.hasFocus();
    if (isLookedAt) return;
    if (isWanted(preferences.sound, ticket.assigneeId, user.id)) playSound(preferences.volume);
    if (!isWanted(preferences.notifications, ticket.assigneeId, user.id)) return;
    if (!("Notification" in globalThis) || Notification.permission !== "granted" || document.hasFocus())
      return;
    const name = ticket.contact.name ?? ticket.contact.phone ?? t("notifications.someone");
    const shown = new Notification(name, {
      body: text ?? t("notifications.wrote"),
      // One per ticket: the next replaces it.
      tag: ticket.id,
      icon: "/icon.svg",
      silent: true,
    });
    shown.addEventListener("click", () => {
      window.focus();
      shown.close();
      void navigate({ to: "/inbox/{-$ticketId}", params: { ticketId: ticket.id } });
    });
  };
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  useEffect(() => arrivals.subscribe((arrival) => latest.current(arrival)), []);
}
