/** Renders a part of the console for a test: words of both languages at hand, a query client without retries. */

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render as plain, type RenderResult } from "@testing-library/react";
import type { ReactNode } from "react";
import { MessagesProvider } from "../i18n/MessagesProvider";
import { type Locale, messageStore } from "../i18n/messages";

interface Options {
  locale?: Locale;
  /** Namespaces beside `shared` and `sharedApi`. */
  messages?: string[];
  queryClient?: QueryClient;
}

/** Renders `children` in a language (Portuguese if none is named). */
export async function render(children: ReactNode, options: Options = {}): Promise<RenderResult> {
  await messageStore.change(options.locale ?? "pt");
  await messageStore.load("shared", "sharedApi", ...(options.messages ?? []));
  const client = options.queryClient ?? new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return plain(
    <QueryClientProvider client={client}>
      <MessagesProvider timeZone="America/Sao_Paulo">{children}</MessagesProvider>
    </QueryClientProvider>,
  );
}
