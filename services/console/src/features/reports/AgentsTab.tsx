/** What each agent did in the period. Agents see themselves. */

import { GroupTab } from "./GroupTab";
import type { ReportProps } from "./tabs";

export function AgentsTab(props: ReportProps) {
  return <GroupTab {...props} kind="agents" />;
}
