/** Queues as they are chosen in settings. */

import type { Queue } from "@/shared/api/lookups";
import type { NativeOption } from "@/shared/ui/NativeSelect";

/** Stands for no queue in a select, whose values are texts. */
export const NO_QUEUE = "";

/** Returns the options of a select of queues, with one for none if it is given words. */
export function queueOptions(queues: readonly Queue[], none?: string): NativeOption[] {
  const options = queues.map(({ id, name }) => ({ value: id, label: name }));
  return none === undefined ? options : [{ value: NO_QUEUE, label: none }, ...options];
}
