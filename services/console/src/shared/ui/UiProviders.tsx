/** What the parts need around the whole console: our Content Security Policy, a place for toasts and for confirmations. */

import { CSPProvider } from "@base-ui/react/csp-provider";
import type { ReactNode } from "react";
import { ConfirmHost } from "./ConfirmHost";
import { Toaster } from "./Toaster";

export function UiProviders({ children }: { children: ReactNode }) {
  return (
    <CSPProvider disableStyleElements>
      {children}
      <ConfirmHost />
      <Toaster />
    </CSPProvider>
  );
}
