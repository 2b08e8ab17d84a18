/** The console: its providers and its screens. */

import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useSyncExternalStore } from "react";
import { queryClient } from "@/shared/api/queries";
import { session } from "@/shared/api/session";
import { MessagesProvider } from "@/shared/i18n/MessagesProvider";
import { UiProviders } from "@/shared/ui/UiProviders";
import { router } from "./router";

export function App() {
  const timeZone = useSyncExternalStore(session.subscribe, () => session.latest?.company.timeZone);
  return (
    <QueryClientProvider client={queryClient}>
      <MessagesProvider {...(timeZone && { timeZone })}>
        <UiProviders>
          <RouterProvider router={router} />
        </UiProviders>
      </MessagesProvider>
    </QueryClientProvider>
  );
}
