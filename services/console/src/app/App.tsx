/** The console: its providers and its screens. */

import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { queryClient } from "@/shared/api/queries";
import { MessagesProvider } from "@/shared/i18n/MessagesProvider";
import { UiProviders } from "@/shared/ui/UiProviders";
import { router } from "./router";

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <MessagesProvider>
        <UiProviders>
          <RouterProvider router={router} />
        </UiProviders>
      </MessagesProvider>
    </QueryClientProvider>
  );
}
