/** Shows what `confirm()` asks. The dialog's code is loaded with the first question. */

import { lazy, Suspense, useSyncExternalStore } from "react";
import { confirmations } from "./confirm";

const Confirm = lazy(() => import("./Confirm").then((module) => ({ default: module.Confirm })));

export function ConfirmHost() {
  const asked = useSyncExternalStore(confirmations.subscribe, confirmations.snapshot);
  if (!asked) return null;
  const { answer, ...request } = asked;
  return (
    <Suspense>
      <Confirm {...request} open onAnswer={answer} />
    </Suspense>
  );
}
