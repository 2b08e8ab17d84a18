/**
 * Every address of the console and the screen it shows. An address holds all that is looked at; a screen's code and
 * words are loaded when it is first needed. Which parameters an address takes stands in its feature's `search.ts`.
 */

import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { entrySearch } from "@/features/auth/search";
import { campaignsSearch, editSearch, recipientsSearch } from "@/features/campaigns/search";
import { validateChannel, validateConnect } from "@/features/channels/search";
import { readContactsSearch } from "@/features/contacts/search";
import { inboxSearch } from "@/features/inbox/search";
import { validateAway, validateReports } from "@/features/reports/search";
import { auditSearch } from "@/features/settings/audit/search";
import { messageStore } from "@/shared/i18n/messages";
import { chunk } from "./chunks";
import { ErrorScreen, NotFoundScreen } from "./ErrorScreen";
import { PendingScreen } from "./PendingScreen";

/** Loads the words of a screen together with its code. */
const words =
  (...namespaces: string[]) =>
  () =>
    messageStore.load("shared", "app", ...namespaces);

const root = createRootRoute({ notFoundComponent: NotFoundScreen, errorComponent: ErrorScreen });

const shell = createRoute({
  getParentRoute: () => root,
  id: "shell",
  beforeLoad: async ({ location }) => {
    const { enter } = await chunk(() => import("@/shared/realtime/signedIn"))();
    if (!(await enter())) throw redirect({ to: "/login", search: { next: location.href }, replace: true });
  },
  loader: words(),
  component: lazyRouteComponent(
    chunk(() => import("./AppShell")),
    "AppShell",
  ),
});

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/inbox/{-$ticketId}", replace: true });
  },
});

const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  // Where the user was going before they had to sign in.
  validateSearch: entrySearch,
  loader: words("auth"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/auth/LoginScreen")),
    "LoginScreen",
  ),
});

const register = createRoute({
  getParentRoute: () => root,
  path: "/register",
  validateSearch: entrySearch,
  loader: words("auth"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/auth/RegisterScreen")),
    "RegisterScreen",
  ),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: "/invitation",
  loader: words("auth"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/auth/InvitationScreen")),
    "InvitationScreen",
  ),
});

const passwordReset = createRoute({
  getParentRoute: () => root,
  path: "/password-reset",
  validateSearch: entrySearch,
  loader: words("auth"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/auth/PasswordResetScreen")),
    "PasswordResetScreen",
  ),
});

const registration = createRoute({
  getParentRoute: () => root,
  path: "/registration",
  loader: words("auth"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/auth/RegistrationScreen")),
    "RegistrationScreen",
  ),
});

const emailChange = createRoute({
  getParentRoute: () => root,
  path: "/email-change",
  loader: words("auth"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/auth/EmailChangeScreen")),
    "EmailChangeScreen",
  ),
});

const totpReset = createRoute({
  getParentRoute: () => root,
  path: "/totp-reset",
  loader: words("auth"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/auth/TotpResetScreen")),
    "TotpResetScreen",
  ),
});

const inbox = createRoute({
  getParentRoute: () => shell,
  path: "/inbox/{-$ticketId}",
  validateSearch: inboxSearch,
  loader: words("inbox", "inboxConversation", "inboxComposer", "inboxDetails"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/inbox/InboxScreen")),
    "InboxScreen",
  ),
});

const contacts = createRoute({
  getParentRoute: () => shell,
  path: "/contacts/{-$contactId}",
  validateSearch: readContactsSearch,
  loader: words("contacts"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/contacts/ContactsScreen")),
    "ContactsScreen",
  ),
});

const contactImports = createRoute({
  getParentRoute: () => shell,
  path: "/contacts/imports/{-$importId}",
  loader: words("contacts"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/contacts/ImportsScreen")),
    "ImportsScreen",
  ),
});

const contactErasures = createRoute({
  getParentRoute: () => shell,
  path: "/contacts/deleted",
  loader: words("contacts"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/contacts/ErasuresScreen")),
    "ErasuresScreen",
  ),
});

const campaigns = createRoute({
  getParentRoute: () => shell,
  path: "/campaigns",
  validateSearch: campaignsSearch,
  loader: words("campaigns"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/campaigns/CampaignsScreen")),
    "CampaignsScreen",
  ),
});

const campaignEdit = createRoute({
  getParentRoute: () => shell,
  path: "/campaigns/$campaignId/edit",
  validateSearch: editSearch,
  loader: words("campaigns"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/campaigns/CampaignEditScreen")),
    "CampaignEditScreen",
  ),
});

const campaignLive = createRoute({
  getParentRoute: () => shell,
  path: "/campaigns/$campaignId/live",
  loader: words("campaigns"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/campaigns/CampaignLiveScreen")),
    "CampaignLiveScreen",
  ),
});

const campaignRecipients = createRoute({
  getParentRoute: () => shell,
  path: "/campaigns/$campaignId/recipients",
  validateSearch: recipientsSearch,
  loader: words("campaigns"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/campaigns/CampaignRecipientsScreen")),
    "CampaignRecipientsScreen",
  ),
});

const channelConnect = createRoute({
  getParentRoute: () => shell,
  path: "/channels/new",
  validateSearch: validateConnect,
  loader: words("channels", "channelsWeb"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/channels/ChannelConnectScreen")),
    "ChannelConnectScreen",
  ),
});

const channels = createRoute({
  getParentRoute: () => shell,
  path: "/channels/{-$channelId}",
  validateSearch: validateChannel,
  loader: words("channels", "channelsWeb"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/channels/ChannelsScreen")),
    "ChannelsScreen",
  ),
});

const reports = createRoute({
  getParentRoute: () => shell,
  path: "/reports/{-$tab}",
  validateSearch: validateReports,
  loader: words("reports", "reportsCampaigns", "reportsLive"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/reports/ReportsScreen")),
    "ReportsScreen",
  ),
});

const reportOfCampaign = createRoute({
  getParentRoute: () => shell,
  path: "/reports/campaigns/$campaignId",
  validateSearch: validateReports,
  loader: words("reportsCampaigns"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/reports/campaigns/CampaignReportScreen")),
    "CampaignReportScreen",
  ),
});

const reportSchedules = createRoute({
  getParentRoute: () => shell,
  path: "/reports/schedules/{-$scheduleId}",
  validateSearch: validateAway,
  loader: words("reportsSchedules"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/reports/schedules/SchedulesScreen")),
    "SchedulesScreen",
  ),
});

const reportExports = createRoute({
  getParentRoute: () => shell,
  path: "/reports/exports",
  validateSearch: validateAway,
  loader: words("reportsSchedules"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/reports/schedules/ExportsScreen")),
    "ExportsScreen",
  ),
});

const settings = createRoute({
  getParentRoute: () => shell,
  path: "/settings",
  loader: words("settings", "settingsParts"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/settings/SettingsScreen")),
    "SettingsScreen",
  ),
});

const settingsIndex = createRoute({
  getParentRoute: () => settings,
  path: "/",
  component: lazyRouteComponent(
    chunk(() => import("@/features/settings/SettingsIndexScreen")),
    "SettingsIndexScreen",
  ),
});

const settingsMe = createRoute({
  getParentRoute: () => settings,
  path: "/me",
  loader: words("settingsMe"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/settings/me/MeScreen")),
    "MeScreen",
  ),
});

const settingsSessions = createRoute({
  getParentRoute: () => settings,
  path: "/sessions",
  loader: words("settingsSessions"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/settings/sessions/SessionsScreen")),
    "SessionsScreen",
  ),
});

const settingsCompany = createRoute({
  getParentRoute: () => settings,
  path: "/company",
  loader: words("settingsCompany"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/settings/company/CompanyScreen")),
    "CompanyScreen",
  ),
});

const settingsTeam = createRoute({
  getParentRoute: () => settings,
  path: "/team",
  loader: words("settingsTeam"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/settings/team/TeamScreen")),
    "TeamScreen",
  ),
});

const settingsKeys = createRoute({
  getParentRoute: () => settings,
  path: "/keys",
  loader: words("settingsKeys"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/settings/keys/KeysScreen")),
    "KeysScreen",
  ),
});

const settingsAudit = createRoute({
  getParentRoute: () => settings,
  path: "/audit",
  validateSearch: auditSearch,
  loader: words("settingsAudit"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/settings/audit/AuditScreen")),
    "AuditScreen",
  ),
});

const settingsQueues = createRoute({
  getParentRoute: () => settings,
  path: "/queues",
  loader: words("settingsQueues"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/settings/queues/QueuesScreen")),
    "QueuesScreen",
  ),
});

const settingsQuickReplies = createRoute({
  getParentRoute: () => settings,
  path: "/quick-replies",
  loader: words("settingsQuickReplies"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/settings/quick-replies/QuickRepliesScreen")),
    "QuickRepliesScreen",
  ),
});

const settingsTags = createRoute({
  getParentRoute: () => settings,
  path: "/tags",
  loader: words("settingsTags"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/settings/tags/TagsScreen")),
    "TagsScreen",
  ),
});

const settingsContactFields = createRoute({
  getParentRoute: () => settings,
  path: "/contact-fields",
  loader: words("settingsContactFields"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/settings/contact-fields/ContactFieldsScreen")),
    "ContactFieldsScreen",
  ),
});

const settingsPolicies = createRoute({
  getParentRoute: () => settings,
  path: "/policies",
  loader: words("settingsPolicies"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/settings/policies/PoliciesScreen")),
    "PoliciesScreen",
  ),
});

const settingsSla = createRoute({
  getParentRoute: () => settings,
  path: "/sla",
  loader: words("settingsSla"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/settings/sla/SlaScreen")),
    "SlaScreen",
  ),
});

const settingsSatisfaction = createRoute({
  getParentRoute: () => settings,
  path: "/satisfaction",
  loader: words("settingsSatisfaction"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/settings/satisfaction/SatisfactionScreen")),
    "SatisfactionScreen",
  ),
});

const settingsAutomations = createRoute({
  getParentRoute: () => settings,
  path: "/automations",
  loader: words("settingsAutomations", "settingsActions"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/settings/automations/AutomationsScreen")),
    "AutomationsScreen",
  ),
});

const settingsMacros = createRoute({
  getParentRoute: () => settings,
  path: "/macros",
  loader: words("settingsMacros", "settingsActions"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/settings/macros/MacrosScreen")),
    "MacrosScreen",
  ),
});

const settingsWebhooks = createRoute({
  getParentRoute: () => settings,
  path: "/webhooks",
  loader: words("settingsWebhooks"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/settings/webhooks/WebhooksScreen")),
    "WebhooksScreen",
  ),
});

const settingsOptOuts = createRoute({
  getParentRoute: () => settings,
  path: "/opt-outs",
  loader: words("settingsOptOuts"),
  component: lazyRouteComponent(
    chunk(() => import("@/features/settings/opt-outs/OptOutsScreen")),
    "OptOutsScreen",
  ),
});

const tree = root.addChildren([
  home,
  login,
  register,
  invitation,
  passwordReset,
  registration,
  emailChange,
  totpReset,
  shell.addChildren([
    inbox,
    contacts,
    contactImports,
    contactErasures,
    campaigns,
    campaignEdit,
    campaignLive,
    campaignRecipients,
    channelConnect,
    channels,
    reports,
    reportOfCampaign,
    reportSchedules,
    reportExports,
    settings.addChildren([
      settingsIndex,
      settingsMe,
      settingsSessions,
      settingsCompany,
      settingsTeam,
      settingsKeys,
      settingsAudit,
      settingsQueues,
      settingsQuickReplies,
      settingsTags,
      settingsContactFields,
      settingsPolicies,
      settingsSla,
      settingsSatisfaction,
      settingsAutomations,
      settingsMacros,
      settingsWebhooks,
      settingsOptOuts,
    ]),
  ]),
]);

export const router = createRouter({
  routeTree: tree,
  defaultPreload: "intent",
  defaultErrorComponent: ErrorScreen,
  defaultPendingComponent: PendingScreen,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
