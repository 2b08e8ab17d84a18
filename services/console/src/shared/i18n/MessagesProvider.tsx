/** Gives the screens the words, the locale and the time zone. */

import { type ReactNode, useEffect, useSyncExternalStore } from "react";
import { IntlProvider } from "use-intl";
import { messageStore } from "./messages";

const TAGS = { pt: "pt-BR", en: "en" } as const;

export function MessagesProvider({ timeZone, children }: { timeZone?: string; children: ReactNode }) {
  const messages = useSyncExternalStore(messageStore.subscribe, messageStore.snapshot);
  const locale = TAGS[messageStore.locale];
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  return (
    <IntlProvider
      locale={locale}
      messages={messages}
      timeZone={timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone}
      onError={(error) => {
        throw error;
      }}
    >
      {children}
    </IntlProvider>
  );
}
