/** What a browser's session is: who is signed in, what they may do, and how they want the console. */

import type { components } from "./generated/auth";

type Schemas = components["schemas"];
export type Permission = Schemas["Permission"];
export type Role = Schemas["Role"];

/** How a person wants the console. */
export type Preferences = Required<Schemas["Preferences"]>;

/** What the routes answer that open or refresh a browser's session (`/api/v1/auth/web/…`). */
export type BrowserSession = Schemas["BrowserSession"];

/** Who is signed in, and what they may do. */
export interface Session {
  user: Schemas["UserRead"];
  company: Schemas["CompanyRead"];
  companies: readonly Schemas["MyCompanyRead"][];
  permissions: ReadonlySet<Permission>;
  preferences: Preferences;
  sessionId: string;
  totpEnabled: boolean;
}

/** Why nobody is signed in: they signed out, the session was ended elsewhere, or there was none. */
export type Ended = "signed-out" | "revoked" | "none";

export type SessionState =
  | { kind: "unknown" }
  | { kind: "signed-in"; session: Session }
  | { kind: "signed-out"; why: Ended };
