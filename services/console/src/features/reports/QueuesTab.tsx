/** What happened in each queue in the period. */

import { GroupTab } from "./GroupTab";
import type { ReportProps } from "./tabs";

export function QueuesTab(props: ReportProps) {
  return <GroupTab {...props} kind="queues" />;
}
