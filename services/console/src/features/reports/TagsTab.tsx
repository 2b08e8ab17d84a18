/** What happened under each tag in the period; a ticket with two tags counts under each. */

import { GroupTab } from "./GroupTab";
import type { ReportProps } from "./tabs";

export function TagsTab(props: ReportProps) {
  return <GroupTab {...props} kind="tags" />;
}
