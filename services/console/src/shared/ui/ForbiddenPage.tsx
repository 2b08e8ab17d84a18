/** A whole screen where somebody's role does not reach: with its heading, so that it is a page like others. */

import { Forbidden } from "./Forbidden";
import { Page } from "./Page";

export function ForbiddenPage({ title }: { title: string }) {
  return (
    <Page title={title}>
      <Forbidden />
    </Page>
  );
}
