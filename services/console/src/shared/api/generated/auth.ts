// Written by `make client` from docs/openapi/auth.json. Do not edit.

export interface paths {
    "/api/v1/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register
         * @description Create a company that you own: as soon as you confirm it by the link in an e-mail (202).
         *
         *     The answer is the same if the address has an account, whose owner is notified by e-mail. Where the
         *     installation verifies no addresses you are signed in at once (201).
         */
        post: operations["auth.register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/register/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm Registration
         * @description Create the company that you registered; you are signed in.
         */
        post: operations["auth.confirmRegistration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/companies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List My Companies
         * @description The companies that you belong to, by name; 100 at most.
         */
        get: operations["auth.listCompanies"];
        put?: never;
        /**
         * Create Company
         * @description Create another company that you own; you are signed in there. The session that asks goes on.
         */
        post: operations["auth.createCompany"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Login
         * @description Sign in with e-mail and password, and a second factor if the account has one (``totp-required``).
         *
         *     If you belong to several companies and name none, the answer is 409 ``company-required`` with
         *     ``companies`` and a ``choiceToken`` for `POST /auth/login/company`.
         */
        post: operations["auth.login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/login/company": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Choose Company
         * @description Enter one of the companies that signing in offered, within five minutes.
         */
        post: operations["auth.chooseCompany"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sessions/switch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Switch Company
         * @description Enter another of your companies without signing in again. The session that asks goes on.
         */
        post: operations["auth.switchCompany"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refresh
         * @description Exchange a refresh token for the next pair. Each can be exchanged once.
         */
        post: operations["auth.refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Logout
         * @description End the session of the access token: nothing of it is worth anything from now on.
         */
        post: operations["auth.logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Jwks
         * @description The public keys that access tokens are verified with (RFC 7517).
         */
        get: operations["auth.getKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Sessions
         * @description Where you are signed in, in all your companies, newest first.
         */
        get: operations["auth.listSessions"];
        put?: never;
        post?: never;
        /**
         * End Other Sessions
         * @description Sign out everywhere but here, in all your companies.
         */
        delete: operations["auth.endOtherSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End Session
         * @description Sign out one of your devices.
         */
        delete: operations["auth.endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/web/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Login
         * @description Sign in as with `POST /auth/login`, and with the same errors.
         */
        post: operations["web.login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/web/login/company": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Choose Company
         * @description Enter one of the companies that signing in offered, within five minutes.
         */
        post: operations["web.chooseCompany"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/web/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refresh
         * @description Get the next access token, and who it is of: when a page is loaded, and before a token expires.
         *
         *     Several tabs may do so at once: for a minute the same cookie gets the same successor.
         */
        post: operations["web.refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/web/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Logout
         * @description End the browser's session, also when the access token has expired. Safe to repeat.
         */
        post: operations["web.logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/web/switch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Switch Company
         * @description Enter another of your companies without signing in again, in all tabs of the browser.
         */
        post: operations["web.switchCompany"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/web/companies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create Company
         * @description Create another company that you own, and enter it.
         */
        post: operations["web.createCompany"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/web/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register
         * @description Create a company that you own, as with `POST /auth/register`: at once, or once you confirm it (202).
         */
        post: operations["web.register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/web/register/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm Registration
         * @description Create the company that you registered; you are signed in.
         */
        post: operations["web.confirmRegistration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/web/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept Invitation
         * @description Become a user of the company that invited you; you are signed in there.
         */
        post: operations["web.acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/me/preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Preferences
         * @description How you want the console, in all your companies.
         */
        get: operations["auth.getPreferences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change Preferences
         * @description Change how you want the console; what is absent stays as it is.
         */
        patch: operations["auth.updatePreferences"];
        trace?: never;
    };
    "/api/v1/auth/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change Email
         * @description Change the e-mail address that you sign in with, by a link that is sent to the new one.
         *
         *     The answer is the same if the address has an account.
         */
        post: operations["auth.changeEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/email/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm Email
         * @description Confirm your new e-mail address; you are signed out everywhere, and the old address is notified.
         */
        post: operations["auth.confirmEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Request Reset
         * @description Ask for a link to choose another password with. The answer is the same if there is no such account.
         *
         *     A newer link makes the older one worth nothing.
         */
        post: operations["auth.requestPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password/reset/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm Reset
         * @description Choose another password; you are signed out everywhere, and told by e-mail.
         *
         *     The answer lists what else has access to your companies: API keys, other owners and admins.
         */
        post: operations["auth.confirmPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password/reset/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke After Reset
         * @description Revoke API keys and disable users of one of your companies, as listed when you reset your password.
         */
        post: operations["auth.revokePasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enrol Totp
         * @description Begin to use an authenticator app: enter the secret there, and confirm it with a code.
         */
        post: operations["auth.enrolTotp"];
        /**
         * Disable Totp
         * @description Sign in with the password alone again. You are signed out everywhere but here.
         */
        delete: operations["auth.disableTotp"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/totp/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm Totp
         * @description Confirm the app with a code of it: signing in takes one from now on. Recovery codes are shown once.
         *
         *     You are signed out everywhere but here.
         */
        post: operations["auth.confirmTotp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/totp/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace Recovery Codes
         * @description Get ten new recovery codes, shown once; the old ones are worth nothing from now on.
         */
        post: operations["auth.replaceRecoveryCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Allow Totp Reset
         * @description Let a user remove the authenticator app that they lost; only an owner an owner. Not yourself.
         *
         *     They get a link by e-mail, which asks for their password: the app guards their other companies, too. The
         *     answer is the same if they have no app.
         */
        delete: operations["users.allowTotpReset"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/totp/reset/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm Totp Reset
         * @description Remove the authenticator app that you lost; you are signed out everywhere.
         */
        post: operations["auth.confirmTotpReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Invitations
         * @description Invitations that were neither accepted nor revoked, newest first.
         */
        get: operations["users.listInvitations"];
        put?: never;
        /**
         * Invite
         * @description Invite a person by e-mail. Inviting the same address again replaces the invitation.
         *
         *     If the e-mail cannot be sent (503), the invitation is there all the same; invite again.
         */
        post: operations["users.invite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/invitations/{invitation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke Invitation
         * @description Take an invitation back: its link is worth nothing from now on.
         */
        delete: operations["users.revokeInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/invitations/inspect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Inspect Invitation
         * @description What you are invited to, and whether accepting takes the password of an account that you have.
         */
        post: operations["auth.inspectInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept Invitation
         * @description Become a user of the company that invited you; you are signed in there.
         *
         *     With an account that you have already, or with a new one.
         */
        post: operations["auth.acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Users
         * @description The users of your company, oldest first.
         */
        get: operations["users.list"];
        put?: never;
        /**
         * Create User
         * @description Add a user to your company. Only an owner can add an owner.
         *
         *     A person who has an account already keeps their password and gets an e-mail, by which they accept;
         *     the answer is the same.
         */
        post: operations["users.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get User
         * @description One user of your company.
         */
        get: operations["users.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change User
         * @description Rename a user, give another role, disable or enable them; what is absent stays as it is.
         *
         *     Only an owner can change an owner, and a company always keeps one. Another role ends access tokens of
         *     the user, who refreshes them. A disabled user is signed out everywhere. API keys and pending
         *     invitations that the user could no longer give out are revoked.
         */
        patch: operations["users.update"];
        trace?: never;
    };
    "/api/v1/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Me
         * @description Who you are, and what you may do.
         */
        get: operations["auth.getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Rename Me
         * @description Change your name.
         */
        patch: operations["auth.updateMe"];
        trace?: never;
    };
    "/api/v1/auth/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change Password
         * @description Change your password; you are signed out everywhere but here, in all your companies.
         */
        post: operations["auth.changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/leftovers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Leftovers
         * @description What ends when a user leaves: sessions, API keys they made, invitations they sent.
         *
         *     Their tickets: `GET /api/v1/tickets?status=open&assigneeId={user_id}`.
         */
        get: operations["users.getLeftovers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Leave
         * @description Disable a user and end what they have under way, all at once. Safe to repeat.
         *
         *     Only an owner can do this to an owner, and a company always keeps one. Open tickets of the user become
         *     pending within seconds.
         */
        post: operations["users.leave"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/companies/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Company
         * @description Your company's settings.
         */
        get: operations["companies.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change Company
         * @description Change your company's settings; what is absent stays as it is.
         */
        patch: operations["companies.update"];
        trace?: never;
    };
    "/api/v1/companies/current/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Limits
         * @description Your company's limits. Over all services; in force a few seconds after a change.
         */
        get: operations["companies.getLimits"];
        /**
         * Choose Limits
         * @description Choose your company's limits, up to the installation's maximum, such as to rein in an integration.
         */
        put: operations["companies.setLimits"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/companies/current/owner": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hand Over
         * @description Hand the company over: the other user owns it in your place, and you stay as an admin.
         *
         *     Access tokens of both end: refresh yours.
         */
        post: operations["companies.transferOwnership"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Api Keys
         * @description Your company's API keys, also those revoked or expired within the last weeks, newest first.
         */
        get: operations["apiKeys.list"];
        put?: never;
        /**
         * Create Api Key
         * @description Make an API key. ``key`` is shown this once; it is sent as an access token is.
         */
        post: operations["apiKeys.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Api Key
         * @description One API key of your company.
         */
        get: operations["apiKeys.get"];
        put?: never;
        post?: never;
        /**
         * Revoke Api Key
         * @description Revoke an API key: within seconds no service takes it any more, and its sockets are closed.
         */
        delete: operations["apiKeys.revoke"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Audit
         * @description Who did what from where, newest first.
         */
        get: operations["audit.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/installation/companies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Companies
         * @description All companies, newest first.
         */
        get: operations["installation.listCompanies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/installation/companies/{company_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Company
         * @description One company.
         */
        get: operations["installation.getCompany"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/installation/companies/{company_id}/suspend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Suspend Company
         * @description Stop a company within seconds; what its customers write is still taken. Safe to repeat.
         */
        post: operations["installation.suspendCompany"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/installation/companies/{company_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume Company
         * @description Let a company go on; its campaigns stay paused. Safe to repeat.
         */
        post: operations["installation.resumeCompany"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/installation/companies/{company_id}/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Grant Limits
         * @description Replace the limits that a company is granted; for what is absent the installation's hold.
         */
        put: operations["installation.grantLimits"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/installation/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Audit
         * @description What installation administrators did, newest first.
         */
        get: operations["installation.listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * ApiKeyCreate
         * @example {
         *       "expiresAt": "2027-12-31T23:59:59-03:00",
         *       "name": "Loja virtual",
         *       "scopes": [
         *         "contacts:write",
         *         "campaigns:read"
         *       ]
         *     }
         */
        ApiKeyCreate: {
            /** Name */
            name: string;
            /**
             * Scopes
             * @description The permissions of the key: see the page of roles. At most those that you have.
             */
            scopes: components["schemas"]["Permission"][];
            /**
             * Expiresat
             * @description At most two years ahead; absent: the key is good until it is revoked.
             */
            expiresAt?: string | null;
        };
        /** ApiKeyCreated */
        ApiKeyCreated: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Scopes */
            scopes: components["schemas"]["Permission"][];
            /**
             * Createdby
             * Format: uuid
             */
            createdBy: string;
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /** Expiresat */
            expiresAt: string | null;
            /**
             * Lastusedat
             * @description To the minute, about.
             */
            lastUsedAt: string | null;
            /** Revokedat */
            revokedAt: string | null;
            /**
             * Key
             * @description The key itself. It is not kept: nobody can show it again.
             */
            key: string;
        };
        /** ApiKeyRead */
        ApiKeyRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Scopes */
            scopes: components["schemas"]["Permission"][];
            /**
             * Createdby
             * Format: uuid
             */
            createdBy: string;
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /** Expiresat */
            expiresAt: string | null;
            /**
             * Lastusedat
             * @description To the minute, about.
             */
            lastUsedAt: string | null;
            /** Revokedat */
            revokedAt: string | null;
        };
        /**
         * AuditRead
         * @description Something that was done. ``actorId`` is absent if the system did it by itself.
         */
        AuditRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Actorid */
            actorId: string | null;
            /**
             * Actorkind
             * @enum {string}
             */
            actorKind: "user" | "api-key" | "installation";
            /**
             * Action
             * @enum {string}
             */
            action: "access.refused" | "api-key.created" | "api-key.revoked" | "automation.changed" | "automation.created" | "automation.deleted" | "bulk.cancelled" | "bulk.started" | "campaign-report.exported" | "campaign.archived" | "campaign.cancelled" | "campaign.changed" | "campaign.created" | "campaign.deleted" | "campaign.exported" | "campaign.finished" | "campaign.nudged" | "campaign.paused" | "campaign.resumed" | "campaign.started" | "campaign.targets-added" | "campaign.targets-removed" | "campaign.test-sent" | "campaign.unarchived" | "channel.changed" | "channel.connected" | "channel.credentials-changed" | "channel.disconnected" | "channel.expired" | "channel.logged-out" | "channel.lost" | "channel.paired" | "channel.pairing-started" | "channel.reconnected" | "channel.stopped" | "channel.switched" | "company.audit-erased" | "company.changed" | "company.erased" | "company.erasure-cancelled" | "company.erasure-requested" | "company.exported" | "company.handed-over" | "company.limits-granted" | "company.registered" | "company.resumed" | "company.suspended" | "consumer-group.reset" | "contact-field.changed" | "contact-field.created" | "contact-field.deleted" | "contact-import.cancelled" | "contact-import.started" | "contact-tag.changed" | "contact-tag.created" | "contact-tag.deleted" | "contact-tag.merged" | "contact.blocked" | "contact.deleted" | "contact.exported" | "contact.merge-undone" | "contact.merged" | "contact.unblocked" | "contacts.exported" | "database.restored" | "dead-letter.discarded" | "dead-letter.replayed" | "installation-admin.added" | "installation-admin.revoked" | "invitation.accepted" | "invitation.created" | "invitation.revoked" | "macro.changed" | "macro.created" | "macro.deleted" | "opt-out-settings.changed" | "opt-out.recorded" | "opt-out.withdrawn" | "opt-outs.exported" | "opt-outs.imported" | "outbox-event.discarded" | "outbox-event.parked" | "outbox-event.retried" | "policies.changed" | "policies.channel-changed" | "projection.rebuilt" | "queue.archived" | "queue.changed" | "queue.created" | "queue.member-added" | "queue.member-removed" | "quick-reply.changed" | "quick-reply.created" | "quick-reply.deleted" | "report-export.created" | "report-export.deleted" | "report-export.downloaded" | "report-schedule.changed" | "report-schedule.created" | "report-schedule.deleted" | "report-schedule.left" | "report-schedule.sent" | "satisfaction-policy.changed" | "satisfaction-policy.created" | "satisfaction-policy.deleted" | "secret.resealed" | "segment.changed" | "segment.created" | "segment.deleted" | "send.resent" | "session.ended" | "session.revoked" | "session.started" | "signing-key.rotated" | "sla-policy.changed" | "sla-policy.created" | "sla-policy.deleted" | "tag.archived" | "tag.changed" | "tag.created" | "template.changed" | "template.created" | "template.deleted" | "user.changed" | "user.created" | "user.email-changed" | "user.password-changed" | "user.password-reset" | "user.password-reset-requested" | "user.recovery-code-used" | "user.recovery-codes-replaced" | "user.sessions-ended" | "user.sign-in-refused" | "user.totp-disabled" | "user.totp-enabled" | "user.totp-refused" | "user.totp-reset" | "webhook.changed" | "webhook.created" | "webhook.deleted" | "webhook.disabled" | "webhook.secret-rotated";
            /**
             * Objecttype
             * @enum {string}
             */
            objectType: "access" | "api-key" | "automation" | "bulk" | "campaign" | "campaign-report" | "channel" | "company" | "consumer-group" | "contact" | "contact-field" | "contact-import" | "contact-tag" | "contacts" | "database" | "dead-letter" | "installation-admin" | "invitation" | "macro" | "opt-out" | "opt-out-settings" | "opt-outs" | "outbox-event" | "policies" | "projection" | "queue" | "quick-reply" | "report-export" | "report-schedule" | "satisfaction-policy" | "secret" | "segment" | "send" | "session" | "signing-key" | "sla-policy" | "tag" | "template" | "user" | "webhook";
            /** Objectid */
            objectId: string | null;
            /** Address */
            address: string | null;
            /** Details */
            details: {
                [key: string]: unknown;
            };
        };
        /**
         * BrowserSession
         * @description Who is signed in, and the access token. The refresh token is in the cookie that comes with it.
         *
         *     ``expiresIn`` is the access token's life in seconds.
         */
        BrowserSession: {
            user: components["schemas"]["UserRead"];
            company: components["schemas"]["CompanyRead"];
            /** Permissions */
            permissions: components["schemas"]["Permission"][];
            /**
             * Sessionid
             * Format: uuid
             */
            sessionId: string;
            /**
             * Totpenabled
             * @description Whether signing in takes a code of an authenticator app.
             */
            totpEnabled: boolean;
            /** Accesstoken */
            accessToken: string;
            /**
             * Tokentype
             * @default Bearer
             * @constant
             */
            tokenType?: "Bearer";
            /** Expiresin */
            expiresIn: number;
            /**
             * Companies
             * @description Those that you belong to, by name; 100 at most.
             */
            companies: components["schemas"]["MyCompanyRead"][];
            preferences: components["schemas"]["Preferences"];
        };
        /**
         * CompanyAccessRead
         * @description What has access to a company besides you, as far as your role may end it.
         */
        CompanyAccessRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** @description Yours in this company. */
            role: components["schemas"]["Role"];
            /**
             * Endedsessions
             * @description Sessions of yours that were ended.
             */
            endedSessions: number;
            /**
             * Apikeys
             * @description That can be used, newest first; 100 at most.
             */
            apiKeys: components["schemas"]["ApiKeyRead"][];
            /**
             * Administrators
             * @description Other owners and admins; 100 at most.
             */
            administrators: components["schemas"]["UserRead"][];
        };
        /**
         * CompanyChoose
         * @description ``choiceToken`` is what `POST /auth/login` answered with its list of companies.
         * @example {
         *       "choiceToken": "Jq3k7nR2vXw0LpTzAm9YhB5sDfGe1uI8oWx4ZtCrEy0",
         *       "companyId": "01980a2e-5b7c-7cc1-a4c8-3f1d2b6e9a10"
         *     }
         */
        CompanyChoose: {
            /** Choicetoken */
            choiceToken: string;
            /**
             * Companyid
             * Format: uuid
             */
            companyId: string;
        };
        /**
         * CompanyCreate
         * @description Another company of yours.
         * @example {
         *       "name": "Padaria Aurora"
         *     }
         */
        CompanyCreate: {
            /** Name */
            name: string;
        };
        /** CompanyLimits */
        CompanyLimits: {
            /** @description What is in force. */
            limits: components["schemas"]["LimitsRead"];
            /** @description What the company asked for; null: it goes by the installation. */
            chosen: components["schemas"]["LimitsUpdate"];
            /** @description What a company may choose at most. The other limits are the installation's to set. */
            maximum: components["schemas"]["LimitsMaximum"];
        };
        /**
         * CompanyOverview
         * @description A company as the installation's administrators see it.
         */
        CompanyOverview: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /**
             * Users
             * @description That are active.
             */
            users: number;
            /** Suspendedat */
            suspendedAt: string | null;
            /** Suspendedreason */
            suspendedReason: string | null;
            /** Grantedlimits */
            grantedLimits: {
                [key: string]: number;
            };
        };
        /** CompanyRead */
        CompanyRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Timezone */
            timeZone: string;
            /** Locale */
            locale: string;
            /**
             * Reopenhours
             * @description A customer who writes again within this time of closing reopens the same ticket.
             */
            reopenHours: number;
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /**
             * Updatedat
             * Format: date-time
             */
            updatedAt: string;
        };
        /**
         * CompanySuspend
         * @example {
         *       "reason": "Chargeback of March"
         *     }
         */
        CompanySuspend: {
            /**
             * Reason
             * @description For the installation's administrators and the company's audit log.
             */
            reason: string;
        };
        /**
         * CompanySwitch
         * @example {
         *       "companyId": "01980a2e-5b7c-7cc1-a4c8-3f1d2b6e9a10"
         *     }
         */
        CompanySwitch: {
            /**
             * Companyid
             * Format: uuid
             */
            companyId: string;
        };
        /**
         * CompanyUpdate
         * @description What to change; what is absent or null stays as it is.
         * @example {
         *       "locale": "pt-BR",
         *       "name": "Padaria Aurora",
         *       "reopenHours": 24,
         *       "timeZone": "America/Sao_Paulo"
         *     }
         */
        CompanyUpdate: {
            /** Name */
            name?: string | null;
            /** Timezone */
            timeZone?: string | null;
            /** Locale */
            locale?: string | null;
            /** Reopenhours */
            reopenHours?: number | null;
        };
        /**
         * EmailChange
         * @description The new address, with the password, and a code of the app if there is one.
         * @example {
         *       "email": "maria.lima@aurora.example",
         *       "password": "correct horse battery"
         *     }
         */
        EmailChange: {
            /**
             * Email
             * Format: email
             */
            email: string;
            /**
             * Password
             * Format: password
             */
            password: string;
            /** Totpcode */
            totpCode?: string | null;
            /** Recoverycode */
            recoveryCode?: string | null;
        };
        /**
         * EmailChangeConfirm
         * @description ``token`` is the one in the link that was sent.
         * @example {
         *       "password": "correct horse battery",
         *       "token": "Jq3k7nR2vXw0LpTzAm9YhB5sDfGe1uI8oWx4ZtCrEy0"
         *     }
         */
        EmailChangeConfirm: {
            /** Token */
            token: string;
            /**
             * Password
             * Format: password
             */
            password: string;
        };
        /** EmailChangeRequested */
        EmailChangeRequested: {
            /** Detail */
            detail: string;
        };
        /**
         * GrantedLimits
         * @description Limits by the names of a company's ``limits``. Absent ones are the installation's.
         * @example {
         *       "limits": {
         *         "contacts": 100000
         *       }
         *     }
         */
        GrantedLimits: {
            /** Limits */
            limits: {
                [key: string]: number;
            };
        };
        /**
         * InvitationAccept
         * @description ``token`` is the one in the link that was sent.
         *
         *     If you have an account with the address, ``password`` is its password, and with an authenticator app
         *     ``totpCode`` or ``recoveryCode`` is needed; else it is the password that you choose.
         * @example {
         *       "name": "Bia Souza",
         *       "password": "correct horse battery",
         *       "token": "Jq3k7nR2vXw0LpTzAm9YhB5sDfGe1uI8oWx4ZtCrEy0"
         *     }
         */
        InvitationAccept: {
            /** Token */
            token: string;
            /** Name */
            name: string;
            /**
             * Password
             * Format: password
             */
            password: string;
            /** Totpcode */
            totpCode?: string | null;
            /** Recoverycode */
            recoveryCode?: string | null;
        };
        /**
         * InvitationCreate
         * @example {
         *       "email": "bia@aurora.example",
         *       "role": "agent"
         *     }
         */
        InvitationCreate: {
            /**
             * Email
             * Format: email
             */
            email: string;
            role: components["schemas"]["Role"];
        };
        /**
         * InvitationInspect
         * @description ``token`` is the one in the link that was sent.
         * @example {
         *       "token": "Jq3k7nR2vXw0LpTzAm9YhB5sDfGe1uI8oWx4ZtCrEy0"
         *     }
         */
        InvitationInspect: {
            /** Token */
            token: string;
        };
        /**
         * InvitationRead
         * @description An invitation that was neither accepted nor revoked.
         */
        InvitationRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Email */
            email: string;
            role: components["schemas"]["Role"];
            /**
             * Invitedby
             * @description None: an operator of the installation.
             */
            invitedBy: string | null;
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /**
             * Expiresat
             * Format: date-time
             */
            expiresAt: string;
            /** Expired */
            expired: boolean;
        };
        /**
         * InvitationShown
         * @description What an invitation is to, for who has its link.
         */
        InvitationShown: {
            /** Companyname */
            companyName: string;
            /** Email */
            email: string;
            role: components["schemas"]["Role"];
            /**
             * Hasaccount
             * @description Accepting then takes the password of the account; else one is chosen.
             */
            hasAccount: boolean;
        };
        /**
         * LeaveDone
         * @description The user, who is disabled now, and how much ended with this request.
         */
        LeaveDone: {
            user: components["schemas"]["UserRead"];
            ended: components["schemas"]["LeftoverCounts"];
        };
        /**
         * LeftoverCounts
         * @description How many of each there are.
         */
        LeftoverCounts: {
            /**
             * Sessions
             * @description Where they are signed in to this company.
             */
            sessions: number;
            /**
             * Apikeys
             * @description Made by them, and good.
             */
            apiKeys: number;
            /**
             * Invitations
             * @description Sent by them, and good.
             */
            invitations: number;
        };
        /**
         * LeftoversRead
         * @description What ends when a user leaves: all is counted, the newest 100 of each kind are listed.
         */
        LeftoversRead: {
            user: components["schemas"]["UserRead"];
            counts: components["schemas"]["LeftoverCounts"];
            /** Sessions */
            sessions: components["schemas"]["OpenSessionRead"][];
            /** Apikeys */
            apiKeys: components["schemas"]["ApiKeyRead"][];
            /** Invitations */
            invitations: components["schemas"]["InvitationRead"][];
        };
        /** LimitsMaximum */
        LimitsMaximum: {
            /**
             * Sockets
             * @description Open realtime connections.
             */
            sockets: number;
            /**
             * Requestsperminute
             * @description Of all users and API keys, to all services.
             */
            requestsPerMinute: number;
            /**
             * Messagespersecond
             * @description Sent over all channels.
             */
            messagesPerSecond: number;
        };
        /** LimitsRead */
        LimitsRead: {
            /**
             * Sockets
             * @description Open realtime connections.
             */
            sockets: number;
            /**
             * Requestsperminute
             * @description Of all users and API keys, to all services.
             */
            requestsPerMinute: number;
            /**
             * Messagespersecond
             * @description Sent over all channels.
             */
            messagesPerSecond: number;
            /**
             * Webhookupdatespersecond
             * @description Messages and other updates of webhooks, without statuses.
             */
            webhookUpdatesPerSecond: number;
            /**
             * Webhookbytespersecond
             * @description Of the bodies of webhooks.
             */
            webhookBytesPerSecond: number;
            /**
             * Importsperhour
             * @description Files of contacts, phones and opt-outs that are uploaded.
             */
            importsPerHour: number;
            /**
             * Users
             * @description Accounts that may sign in.
             */
            users: number;
            /**
             * Invitations
             * @description That wait to be accepted.
             */
            invitations: number;
            /**
             * Apikeys
             * @description That can be used.
             */
            apiKeys: number;
            /** Channels */
            channels: number;
            /**
             * Webchannels
             * @description Of WhatsApp Web.
             */
            webChannels: number;
            /**
             * Contacts
             * @description That the API and imports may create.
             */
            contacts: number;
            /** Campaigns */
            campaigns: number;
            /**
             * Segments
             * @description That are kept under a name.
             */
            segments: number;
            /**
             * Audiencerows
             * @description Rows of files in the audiences of all campaigns.
             */
            audienceRows: number;
            /**
             * Storedbytes
             * @description Of messages' files.
             */
            storedBytes: number;
        };
        /**
         * LimitsUpdate
         * @description The limits that the company wants; for what is absent or null, those of the installation.
         * @example {
         *       "messagesPerSecond": 20,
         *       "requestsPerMinute": 600,
         *       "sockets": 50
         *     }
         */
        LimitsUpdate: {
            /** Sockets */
            sockets?: number | null;
            /**
             * Requestsperminute
             * @description Not so few that nobody could raise it again.
             */
            requestsPerMinute?: number | null;
            /** Messagespersecond */
            messagesPerSecond?: number | null;
        };
        /**
         * LoginRequest
         * @description With an authenticator app also ``totpCode``, or a ``recoveryCode`` in its place.
         *
         *     ``companyId`` says which company to enter, if you belong to several.
         * @example {
         *       "email": "maria@aurora.example",
         *       "password": "correct horse battery"
         *     }
         */
        LoginRequest: {
            /**
             * Email
             * Format: email
             */
            email: string;
            /**
             * Password
             * Format: password
             */
            password: string;
            /** Totpcode */
            totpCode?: string | null;
            /** Recoverycode */
            recoveryCode?: string | null;
            /** Companyid */
            companyId?: string | null;
        };
        /**
         * Me
         * @description Who the access token speaks for, and what they may do.
         */
        Me: {
            user: components["schemas"]["UserRead"];
            company: components["schemas"]["CompanyRead"];
            /** Permissions */
            permissions: components["schemas"]["Permission"][];
            /**
             * Sessionid
             * Format: uuid
             */
            sessionId: string;
            /**
             * Totpenabled
             * @description Whether signing in takes a code of an authenticator app.
             */
            totpEnabled: boolean;
        };
        /** MyCompanies */
        MyCompanies: {
            /** Items */
            items: components["schemas"]["MyCompanyRead"][];
        };
        /**
         * MyCompanyRead
         * @description A company that you belong to.
         */
        MyCompanyRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** @description Yours in this company. */
            role: components["schemas"]["Role"];
            /**
             * Current
             * @description The one that the access token is of.
             */
            current: boolean;
        };
        /**
         * OpenSessionRead
         * @description One sign-in on one device.
         */
        OpenSessionRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /**
             * Lastusedat
             * Format: date-time
             */
            lastUsedAt: string;
            /**
             * Expiresat
             * Format: date-time
             */
            expiresAt: string;
            /** Useragent */
            userAgent: string;
            /** Address */
            address: string;
        };
        /**
         * OwnerUpdate
         * @description Who is to own the company instead of you.
         * @example {
         *       "userId": "01980a2e-5b7c-7cc1-a4c8-3f1d2b6e9a10"
         *     }
         */
        OwnerUpdate: {
            /**
             * Userid
             * Format: uuid
             */
            userId: string;
        };
        /** ApiKeyReadPage */
        Page_ApiKeyRead_: {
            /** Items */
            items: components["schemas"]["ApiKeyRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** AuditReadPage */
        Page_AuditRead_: {
            /** Items */
            items: components["schemas"]["AuditRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** CompanyOverviewPage */
        Page_CompanyOverview_: {
            /** Items */
            items: components["schemas"]["CompanyOverview"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** InvitationReadPage */
        Page_InvitationRead_: {
            /** Items */
            items: components["schemas"]["InvitationRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** SessionReadPage */
        Page_SessionRead_: {
            /** Items */
            items: components["schemas"]["SessionRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** UserReadPage */
        Page_UserRead_: {
            /** Items */
            items: components["schemas"]["UserRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /**
         * PasswordChange
         * @example {
         *       "currentPassword": "correct horse battery",
         *       "newPassword": "another horse battery"
         *     }
         */
        PasswordChange: {
            /**
             * Currentpassword
             * Format: password
             */
            currentPassword: string;
            /**
             * Newpassword
             * Format: password
             */
            newPassword: string;
        };
        /**
         * PasswordReset
         * @example {
         *       "email": "maria@aurora.example"
         *     }
         */
        PasswordReset: {
            /**
             * Email
             * Format: email
             */
            email: string;
        };
        /**
         * PasswordResetConfirm
         * @description ``token`` is the one in the link that was sent.
         *
         *     With an authenticator app the answer lists what else has access only if a code of it is given.
         * @example {
         *       "newPassword": "correct horse battery",
         *       "token": "Jq3k7nR2vXw0LpTzAm9YhB5sDfGe1uI8oWx4ZtCrEy0"
         *     }
         */
        PasswordResetConfirm: {
            /** Token */
            token: string;
            /**
             * Newpassword
             * Format: password
             */
            newPassword: string;
            /** Totpcode */
            totpCode?: string | null;
            /** Recoverycode */
            recoveryCode?: string | null;
        };
        /**
         * PasswordResetDone
         * @description Look through ``companies``, and end what you do not know: `POST /auth/password/reset/revoke`.
         */
        PasswordResetDone: {
            /**
             * Companies
             * @description Empty if you have an authenticator app and gave no code.
             */
            companies: components["schemas"]["CompanyAccessRead"][];
            /**
             * Reviewtoken
             * @description Good for 15 minutes.
             */
            reviewToken: string | null;
        };
        /** PasswordResetRequested */
        PasswordResetRequested: {
            /** Detail */
            detail: string;
        };
        /**
         * PasswordResetRevoke
         * @description The API keys to revoke and the users to disable, of one company.
         * @example {
         *       "apiKeys": [
         *         "01980a2e-5b7c-7cc1-a4c8-3f1d2b6e9a10"
         *       ],
         *       "companyId": "01980a2e-5b7c-7cc1-a4c8-3f1d2b6e9a10",
         *       "reviewToken": "Jq3k7nR2vXw0LpTzAm9YhB5sDfGe1uI8oWx4ZtCrEy0",
         *       "users": []
         *     }
         */
        PasswordResetRevoke: {
            /** Reviewtoken */
            reviewToken: string;
            /**
             * Companyid
             * Format: uuid
             */
            companyId: string;
            /** Apikeys */
            apiKeys?: string[];
            /** Users */
            users?: string[];
        };
        /**
         * Permission
         * @description A thing that can be done; `MEANINGS` says it in words. ``x:read`` never changes anything.
         * @enum {string}
         */
        Permission: "company:read" | "company:write" | "users:read" | "users:write" | "self" | "contacts:read" | "contacts:write" | "contacts:import" | "contacts:manage" | "tickets:read" | "tickets:write" | "tickets:manage" | "campaigns:read" | "campaigns:write" | "campaigns:run" | "optouts:read" | "optouts:write" | "channels:read" | "channels:write" | "reports:read" | "reports:manage" | "audit:read" | "apikeys:read" | "apikeys:write" | "webhooks:read" | "webhooks:write";
        /**
         * Preferences
         * @description They belong to your login: they are the same in all your companies.
         */
        Preferences: {
            /**
             * Language
             * @description Null: the company's.
             */
            language?: ("pt" | "en") | null;
            /**
             * Theme
             * @default system
             * @enum {string}
             */
            theme?: "system" | "light" | "dark";
            /**
             * Density
             * @default comfortable
             * @enum {string}
             */
            density?: "comfortable" | "compact";
            /**
             * Entersends
             * @description Whether Enter sends a message; else Ctrl+Enter does.
             * @default true
             */
            enterSends?: boolean;
            /**
             * Singlekeys
             * @description Whether single keys are shortcuts (WCAG 2.1.4).
             * @default true
             */
            singleKeys?: boolean;
            /**
             * Afterclosing
             * @description What is shown when a ticket was closed: the next one, or the same.
             * @default next
             * @enum {string}
             */
            afterClosing?: "next" | "stay";
            /**
             * Sound
             * @description Of whose tickets new messages are heard.
             * @default mine
             * @enum {string}
             */
            sound?: "off" | "mine" | "unassigned" | "all";
            /**
             * Volume
             * @description Of the sound, in percent.
             * @default 60
             */
            volume?: number;
            /**
             * Notifications
             * @description Of whose tickets new messages show as notifications of the browser.
             * @default off
             * @enum {string}
             */
            notifications?: "off" | "mine" | "unassigned" | "all";
        };
        /**
         * PreferencesUpdate
         * @description What is absent stays as it is.
         * @example {
         *       "sound": "mine",
         *       "theme": "dark",
         *       "volume": 80
         *     }
         */
        PreferencesUpdate: {
            /**
             * Language
             * @description Null: the company's.
             */
            language?: ("pt" | "en") | null;
            /**
             * Theme
             * @enum {string}
             */
            theme?: "system" | "light" | "dark";
            /**
             * Density
             * @enum {string}
             */
            density?: "comfortable" | "compact";
            /**
             * Entersends
             * @description Whether Enter sends a message; else Ctrl+Enter does.
             */
            enterSends?: boolean;
            /**
             * Singlekeys
             * @description Whether single keys are shortcuts (WCAG 2.1.4).
             */
            singleKeys?: boolean;
            /**
             * Afterclosing
             * @description What is shown when a ticket was closed: the next one, or the same.
             * @enum {string}
             */
            afterClosing?: "next" | "stay";
            /**
             * Sound
             * @description Of whose tickets new messages are heard.
             * @enum {string}
             */
            sound?: "off" | "mine" | "unassigned" | "all";
            /**
             * Volume
             * @description Of the sound, in percent.
             */
            volume?: number;
            /**
             * Notifications
             * @description Of whose tickets new messages show as notifications of the browser.
             * @enum {string}
             */
            notifications?: "off" | "mine" | "unassigned" | "all";
        };
        /**
         * RecoveryCodes
         * @description Each is good once, in the place of a code of the app. Only their hashes are kept.
         */
        RecoveryCodes: {
            /** Recoverycodes */
            recoveryCodes: string[];
        };
        /**
         * RefreshRequest
         * @example {
         *       "refreshToken": "Jq3k7nR2vXw0LpTzAm9YhB5sDfGe1uI8oWx4ZtCrEy0"
         *     }
         */
        RefreshRequest: {
            /** Refreshtoken */
            refreshToken: string;
        };
        /**
         * RegisterRequest
         * @description A new company with its first user, who owns it.
         * @example {
         *       "companyName": "Padaria Aurora",
         *       "email": "maria@aurora.example",
         *       "name": "Maria Lima",
         *       "password": "correct horse battery"
         *     }
         */
        RegisterRequest: {
            /** Companyname */
            companyName: string;
            /** Name */
            name: string;
            /**
             * Email
             * Format: email
             */
            email: string;
            /**
             * Password
             * Format: password
             */
            password: string;
        };
        /**
         * RegistrationConfirm
         * @description ``token`` is the one in the link that was sent; ``password`` the one that you registered with.
         * @example {
         *       "password": "correct horse battery",
         *       "token": "Jq3k7nR2vXw0LpTzAm9YhB5sDfGe1uI8oWx4ZtCrEy0"
         *     }
         */
        RegistrationConfirm: {
            /** Token */
            token: string;
            /**
             * Password
             * Format: password
             */
            password: string;
        };
        /** RegistrationRequested */
        RegistrationRequested: {
            /** Detail */
            detail: string;
        };
        /**
         * Role
         * @enum {string}
         */
        Role: "owner" | "admin" | "agent" | "viewer";
        /**
         * SelfUpdate
         * @example {
         *       "name": "Maria Lima"
         *     }
         */
        SelfUpdate: {
            /** Name */
            name: string;
        };
        /**
         * SessionRead
         * @description One sign-in on one device.
         */
        SessionRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Companyid
             * Format: uuid
             */
            companyId: string;
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /**
             * Lastusedat
             * Format: date-time
             */
            lastUsedAt: string;
            /**
             * Expiresat
             * Format: date-time
             */
            expiresAt: string;
            /** Useragent */
            userAgent: string;
            /** Address */
            address: string;
            /**
             * Current
             * @description The one that asks.
             */
            current: boolean;
        };
        /**
         * SessionRefresh
         * @description Nothing: the refresh token is in the cookie.
         * @example {}
         */
        SessionRefresh: Record<string, never>;
        /** SignedIn */
        SignedIn: {
            /** Accesstoken */
            accessToken: string;
            /** Refreshtoken */
            refreshToken: string;
            /**
             * Tokentype
             * @default Bearer
             * @constant
             */
            tokenType?: "Bearer";
            /** Expiresin */
            expiresIn: number;
            company: components["schemas"]["CompanyRead"];
            user: components["schemas"]["UserRead"];
        };
        /**
         * TokenPair
         * @description ``expiresIn`` is the access token's life in seconds. A refresh token can be exchanged once.
         */
        TokenPair: {
            /** Accesstoken */
            accessToken: string;
            /** Refreshtoken */
            refreshToken: string;
            /**
             * Tokentype
             * @default Bearer
             * @constant
             */
            tokenType?: "Bearer";
            /** Expiresin */
            expiresIn: number;
        };
        /**
         * TotpConfirm
         * @example {
         *       "code": "123456"
         *     }
         */
        TotpConfirm: {
            /** Code */
            code: string;
        };
        /**
         * TotpEnrol
         * @example {
         *       "currentPassword": "correct horse battery"
         *     }
         */
        TotpEnrol: {
            /**
             * Currentpassword
             * Format: password
             */
            currentPassword: string;
        };
        /**
         * TotpPending
         * @description ``secret`` in base32, for typing; ``otpauthUri`` the same for a QR code. Neither is shown again.
         */
        TotpPending: {
            /** Secret */
            secret: string;
            /** Otpauthuri */
            otpauthUri: string;
        };
        /**
         * TotpProof
         * @description The password, and a code of the app or a recovery code.
         * @example {
         *       "code": "123456",
         *       "password": "correct horse battery"
         *     }
         */
        TotpProof: {
            /**
             * Password
             * Format: password
             */
            password: string;
            /** Code */
            code?: string | null;
            /** Recoverycode */
            recoveryCode?: string | null;
        };
        /**
         * TotpReset
         * @description ``token`` is the one in the link that was sent.
         * @example {
         *       "password": "correct horse battery",
         *       "token": "Jq3k7nR2vXw0LpTzAm9YhB5sDfGe1uI8oWx4ZtCrEy0"
         *     }
         */
        TotpReset: {
            /** Token */
            token: string;
            /**
             * Password
             * Format: password
             */
            password: string;
        };
        /** TotpResetRequested */
        TotpResetRequested: {
            /** Detail */
            detail: string;
        };
        /**
         * UserCreate
         * @description Without ``password`` the user chooses one, by the link in an e-mail.
         *
         *     With it a new user can sign in at once; only where the installation verifies no e-mail addresses.
         * @example {
         *       "email": "bia@aurora.example",
         *       "name": "Bia Souza",
         *       "role": "agent"
         *     }
         */
        UserCreate: {
            /** Name */
            name: string;
            /**
             * Email
             * Format: email
             */
            email: string;
            /** Password */
            password?: string | null;
            role: components["schemas"]["Role"];
        };
        /** UserRead */
        UserRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Email */
            email: string;
            role: components["schemas"]["Role"];
            status: components["schemas"]["UserStatus"];
            /**
             * @deprecated
             * @description The same as `status`, by its old name. The next version drops it
             */
            state: components["schemas"]["UserStatus"];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /**
             * Joinedat
             * @description When the person first entered the company.
             */
            joinedAt: string | null;
        };
        /**
         * UserStatus
         * @enum {string}
         */
        UserStatus: "active" | "disabled";
        /**
         * UserUpdate
         * @description What to change; what is absent or null stays as it is.
         * @example {
         *       "role": "admin",
         *       "status": "active"
         *     }
         */
        UserUpdate: {
            /** Name */
            name?: string | null;
            role?: components["schemas"]["Role"] | null;
            status?: components["schemas"]["UserStatus"] | null;
        };
        /**
         * Problem
         * @description An error by RFC 9457. Some errors carry further members, which depend on their ``code``.
         */
        Problem: {
            /**
             * Type
             * @description ``urn:atendechat:problem:`` and the code.
             */
            type: string;
            /** Title */
            title: string;
            /** Status */
            status: number;
            /**
             * Code
             * @description Stable and meant for programs: see ``docs/errors.md``.
             * @enum {string}
             */
            code: "account-gone" | "automation-exists" | "bad-certificate" | "bad-request" | "bad-signature" | "bad-webhook" | "certificate-required" | "changed-meanwhile" | "channel-disabled" | "channel-not-active" | "channel-pending" | "channel-refused" | "channel-unavailable" | "channel-unusable" | "channel-without-campaigns" | "choice-over" | "client-gone" | "client-key-reused" | "client-message-id-reused" | "company-is-erased" | "company-name-differs" | "company-required" | "company-suspended" | "conflict" | "contact-blocked" | "contact-exists" | "contact-export-not-ready" | "contact-field-exists" | "contact-tag-exists" | "contact-tags-moving" | "download-link-expired" | "due-time-passed" | "email-change-over" | "email-not-verified" | "email-taken" | "events-expired" | "external-id-exists" | "file-not-sendable" | "file-type-refused" | "forbidden" | "group-message" | "headers-too-large" | "http-version-not-supported" | "https-required" | "idempotency-answer-not-kept" | "idempotency-key-in-use" | "idempotency-key-reused" | "illegal-action" | "import-ended" | "import-not-finished" | "import-started" | "insufficient-storage" | "internal-error" | "invalid-api-key" | "invalid-credentials" | "invalid-input" | "invalid-refresh-token" | "invalid-token" | "invitation-over" | "invitation-used" | "last-owner" | "length-required" | "login-changed" | "macro-exists" | "mail-unavailable" | "merge-not-undoable" | "message-may-have-arrived" | "message-not-forwardable" | "message-not-resendable" | "method-not-allowed" | "misdirected-request" | "no-business-account" | "no-runs-left" | "no-targets" | "not-a-recipient" | "not-found" | "not-implemented" | "not-supported-by-provider" | "not-your-note" | "only-programs" | "origin-refused" | "own-account" | "owner-required" | "password-changed" | "password-not-allowed" | "password-too-common" | "phone-number-in-use" | "precondition-failed" | "provider-refused" | "queue-exists" | "quick-reply-exists" | "range-not-satisfiable" | "registration-closed" | "registration-over" | "report-exports-full" | "request-timeout" | "reset-over" | "revision-mismatch" | "role-differs" | "same-contact" | "satisfaction-policy-exists" | "scheduled-message-over" | "scheduled-message-restored" | "scheduled-message-too-late" | "segment-name-taken" | "session-connecting" | "session-ended" | "session-logging-out" | "session-not-paired" | "session-open" | "session-revoked" | "sla-policy-exists" | "tag-exists" | "template-deleted" | "template-not-sendable" | "ticket-active" | "ticket-closed" | "ticket-held" | "ticket-not-held" | "ticket-taken" | "timeout" | "token-expired" | "too-large" | "too-many-api-keys" | "too-many-at-once" | "too-many-audience-rows" | "too-many-automations" | "too-many-bulk-jobs" | "too-many-campaigns" | "too-many-channels" | "too-many-companies" | "too-many-contact-exports" | "too-many-contact-fields" | "too-many-contact-tags" | "too-many-contacts" | "too-many-fields" | "too-many-imports" | "too-many-invitations" | "too-many-macros" | "too-many-participants" | "too-many-pending-channels" | "too-many-queue-members" | "too-many-queues" | "too-many-quick-replies" | "too-many-report-exports" | "too-many-report-schedules" | "too-many-requests" | "too-many-rows" | "too-many-satisfaction-policies" | "too-many-scheduled-messages" | "too-many-segments" | "too-many-sla-policies" | "too-many-sources" | "too-many-stored-bytes" | "too-many-tags" | "too-many-tags-on-ticket" | "too-many-targets" | "too-many-updates" | "too-many-users" | "too-many-views" | "too-many-web-channels" | "too-many-webhooks" | "too-much-to-move" | "totp-enabled" | "totp-not-enabled" | "totp-not-pending" | "totp-required" | "totp-reset-incomplete" | "totp-unavailable" | "unauthenticated" | "unavailable" | "unsupported-media-type" | "user-disabled" | "user-not-joined" | "webhook-disabled" | "webhook-event-expired" | "webhooks-unavailable" | "websocket-only" | "window-closed" | "wrong-code" | "wrong-password";
            /**
             * Reason
             * @description Which of the errors it is that share this ``code``.
             * @default null
             */
            reason?: ("account-exists" | "api-key-not-found" | "api-keys-unavailable" | "audience-source-not-found" | "automation-not-found" | "bad-content-length" | "body-too-large" | "broker-silent" | "broker-unreachable" | "bulk-not-found" | "busy" | "busy-signing-in" | "busy-with-large-requests" | "busy-with-workbooks" | "campaign-not-found" | "campaign-not-started" | "change-too-large" | "channel-not-found" | "company-not-found" | "contact-export-not-found" | "contact-field-not-found" | "contact-not-found" | "credentials-refused" | "credentials-unreadable" | "delivery-not-found" | "draft-not-found" | "erasure-not-found" | "file-link-expired" | "file-not-found" | "file-of-another-type" | "file-too-large" | "file-unlike-its-type" | "import-not-found" | "imports-per-hour" | "installation-only" | "invalid-installation-token" | "invitation-not-found" | "invitation-used-by-you" | "key-lacks-permission" | "macro-not-found" | "malformed-api-key" | "media-too-large" | "merge-not-found" | "message-not-found" | "not-a-member" | "not-a-webhook" | "note-not-found" | "nothing-changed" | "number-unconfirmed" | "opt-out-not-found" | "own-authenticator" | "owner-allows-campaigns" | "owner-grants-owner" | "pairing-not-found" | "pairing-unavailable" | "password-is-email" | "provider-silent" | "provider-throttled" | "provider-unavailable" | "queue-not-found" | "quick-reply-not-found" | "rating-not-found" | "recipients-out-of-window" | "report-export-not-found" | "report-schedule-not-found" | "role-changed" | "role-lacks-permission" | "satisfaction-policy-not-found" | "save-as-jpeg" | "save-as-mp4" | "save-as-png" | "save-as-workbook" | "scheduled-message-not-found" | "search-too-slow" | "segment-not-found" | "services-unknown" | "session-not-found" | "signing-keys-unavailable" | "sla-policy-not-found" | "storage-silent" | "tag-not-found" | "template-not-found" | "ticket-not-found" | "too-many-attempts" | "too-many-bad-webhooks" | "too-many-channel-checks" | "too-many-downloads" | "too-many-large-requests" | "too-many-pairings" | "too-many-reports-sent" | "too-many-requests-of-address" | "too-many-requests-of-company" | "too-many-requests-of-user" | "too-many-test-sends" | "too-many-workbooks" | "totp-reset-over" | "unknown-signing-key" | "unpack-archive" | "unsigned-webhook" | "user-not-found" | "view-not-found" | "webhook-brings-too-much" | "webhook-names-too-many" | "webhook-not-found" | "wrong-registration-password" | "wrong-totp-code" | "wrong-verify-token") | null;
            /**
             * Params
             * @description The values in ``detail``, by name.
             */
            params?: {
                [key: string]: unknown;
            };
            /**
             * Detail
             * @description For people, in Portuguese or English by ``Accept-Language``.
             * @default null
             */
            detail?: string | null;
            /**
             * Requestid
             * @description Names the request in our logs; also in the header ``X-Request-Id``.
             * @default null
             */
            requestId?: string | null;
            /**
             * Errors
             * @default null
             */
            errors?: components["schemas"]["FieldProblem"][] | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * FieldProblem
         * @description What is wrong with one field of the request.
         */
        FieldProblem: {
            /**
             * Field
             * @description Its path in the body, as ``a.b.0``, or the name of the parameter.
             */
            field: string;
            /**
             * Message
             * @description For people, in the language of the answer.
             */
            message: string;
            /**
             * Code
             * @description Stable and meant for programs: see ``docs/errors.md``.
             * @enum {string}
             */
            code: "action_of_macros" | "address_not_public" | "address_without_name" | "agent_unknown" | "area_code_missing" | "area_code_unknown" | "assertion_error" | "authentication_text" | "bad_cursor" | "bad_template_name" | "bad_variable_name" | "body_component_missing" | "body_missing" | "bool_parsing" | "bool_type" | "button_of_other_type" | "button_parameter_missing" | "button_parameters" | "button_unknown" | "button_value_missing" | "bytes_invalid_encoding" | "bytes_too_long" | "bytes_too_short" | "bytes_type" | "campaign_missing" | "campaign_unknown" | "caption_of_kind" | "card_count" | "cards_missing" | "cell_too_long" | "channel_unknown" | "code_missing" | "column_mapped_twice" | "column_name_refused" | "column_repeated" | "column_unknown" | "contact_or_phone" | "contact_unaddressable" | "contact_unknown" | "contact_without_channel" | "control_characters" | "count_out_of_range" | "country_code_unknown" | "credentials-refused" | "cron_fields" | "cron_invalid" | "cron_never" | "cron_too_often" | "custom_field_boolean" | "custom_field_date" | "custom_field_list" | "custom_field_number" | "date_from_datetime_inexact" | "date_from_datetime_parsing" | "date_future" | "date_parsing" | "date_past" | "date_twice" | "date_type" | "datetime_from_date_parsing" | "datetime_future" | "datetime_object_invalid" | "datetime_parsing" | "datetime_past" | "datetime_type" | "day_of_month_missing" | "decimal_max_digits" | "decimal_max_places" | "decimal_parsing" | "decimal_type" | "decimal_whole_digits" | "dict_type" | "email_invalid" | "empty" | "enum" | "event_type_unknown" | "example_file_missing" | "example_missing" | "example_url_missing" | "exchange_with_data" | "expiry_out_of_range" | "external_id_taken" | "external_id_unknown" | "extra_forbidden" | "field_name_taken" | "field_unnamed" | "fields_missing" | "file-of-another-type" | "file-type-refused" | "file-unlike-its-type" | "file_empty" | "file_not_a_table" | "file_of_old_excel" | "file_outside_header" | "file_type_unnamed" | "file_unknown" | "filter_kind" | "finite_number" | "float_parsing" | "float_type" | "footer_with_variables" | "frozen_set_type" | "give_one_of" | "give_some_of" | "greater_than" | "greater_than_equal" | "header_missing" | "header_of_other_kind" | "header_takes_nothing" | "header_value" | "header_with_text" | "header_with_variables" | "header_without_file" | "idempotency-key-reused" | "int_from_float" | "int_parsing" | "int_parsing_size" | "int_type" | "intervals_not_in_order" | "invalid-input" | "invalid_key" | "iterable_type" | "json_type" | "keyword_of_both" | "less_than" | "less_than_equal" | "limit_above_installation" | "line_of_other_encoding" | "list_header_not_text" | "list_type" | "literal_error" | "location_request_part" | "mapping_type" | "media_reference" | "menu_option_twice" | "message_unknown" | "missing" | "missing_argument" | "model_attributes_type" | "model_type" | "multiple_of" | "must_be_later" | "name_part_missing" | "nested_too_deeply" | "no_room_for_return" | "none_required" | "not_a_color" | "not_a_date_time" | "not_a_file_id" | "not_a_list" | "not_a_locale" | "not_a_shortcut" | "not_a_time_zone" | "not_a_web_address" | "not_a_webhook_url" | "not_all_automations" | "not_an_email" | "not_an_https_url" | "not_an_object" | "not_between" | "not_json" | "not_of_provider" | "not_of_report" | "not_one_line" | "not_one_of" | "not_printable_ascii" | "not_storable" | "not_utf8" | "not_within" | "nul_character" | "number_not_finite" | "offer_missing" | "one_component_only" | "only_recurring" | "only_scheduled" | "options_alike" | "options_of_lists" | "otp_button_missing" | "pairing_phone_missing" | "pairing_phone_needless" | "parameters_mixed" | "part_no_web_address" | "part_too_long" | "password-is-email" | "password-not-allowed" | "password-too-common" | "people_unnamed" | "period_reversed" | "period_too_long" | "phone_in_earlier_line" | "phone_invalid" | "phone_missing" | "phone_not_in_country" | "phone_shortened" | "phone_too_long" | "phone_too_short" | "phone_unknown" | "phone_with_decimals" | "provider-refused" | "queue_unknown" | "quick_replies_apart" | "quick_reply_unknown" | "reaction_answers" | "reaction_scheduled" | "recipient_missing" | "recipient_repeated" | "recipient_unknown" | "recipient_without_access" | "recording_too_long" | "recording_unreadable" | "recurring_needs_cron" | "recursion_loop" | "repeated" | "reversed" | "revision_unquoted" | "risk_not_accepted" | "rows_missing" | "same_tag" | "save-as-jpeg" | "save-as-mp4" | "save-as-png" | "save-as-workbook" | "scheduled_needs_time" | "scopes_never_allowed" | "scopes_not_yours" | "screen_missing" | "section_title_missing" | "segment_unknown" | "set_type" | "several_phones" | "size_of_audio" | "size_of_document" | "size_of_image" | "size_of_sticker" | "size_of_video" | "stray_quote" | "string_not_ascii" | "string_pattern_mismatch" | "string_too_long" | "string_too_short" | "string_type" | "string_unicode" | "tag_unknown" | "template_forms" | "template_not_sent_now" | "template_unknown" | "text_header_with_file" | "text_or_content" | "text_or_file" | "time_delta_parsing" | "time_delta_type" | "time_parsing" | "time_type" | "timezone_aware" | "timezone_naive" | "timezone_offset" | "token_days" | "too_deep" | "too_far_ahead" | "too_long" | "too_many_buttons_of_type" | "too_many_bytes" | "too_many_cells" | "too_many_channel_policies" | "too_many_characters" | "too_many_columns" | "too_many_components" | "too_many_conditions" | "too_many_custom_fields" | "too_many_digits" | "too_many_entries" | "too_many_fields_of_row" | "too_many_rows" | "too_many_rows_of_sections" | "too_many_tags" | "too_many_variables" | "too_much_text" | "too_short" | "tuple_type" | "type_of_audio" | "type_of_document" | "type_of_image" | "type_of_sticker" | "type_of_video" | "unfit_parameter" | "union_tag_invalid" | "union_tag_not_found" | "unknown_limit" | "unknown_limits" | "unknown_parameter" | "unknown_parameter_of_none" | "unknown_part" | "unknown_variable" | "unpack-archive" | "unstorable_character" | "url_parsing" | "url_scheme" | "url_syntax_violation" | "url_too_long" | "url_type" | "url_variable" | "use_taken" | "user_id_invalid" | "uuid_parsing" | "uuid_type" | "uuid_version" | "value_error" | "value_missing" | "value_unfit" | "values_by_name" | "values_by_number" | "variable_at_edge" | "variables_not_numbered" | "variables_without_text" | "variant_unknown" | "variants_unnamed" | "voice_not_audio" | "voice_not_ogg" | "weekday_missing" | "workbook_damaged" | "workbook_too_large" | "workbook_too_many_columns" | "workbook_too_many_rows" | "would_have_too_many_fields" | "would_have_too_many_tags" | "wrong-password" | "wrong-registration-password" | "wrong-totp-code" | "year_out_of_range";
            /**
             * Params
             * @description The values in ``message``, by name.
             */
            params?: {
                [key: string]: unknown;
            };
        };
    };
    responses: {
        /** @description The body cannot be read */
        Unreadable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The password, code or token in the body is refused */
        CredentialRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description What the body proves is right, and this is not allowed */
        NotAllowed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such thing in your company */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It contradicts the current state */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is too large */
        TooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is not of this type */
        UnsupportedType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request is not valid; `errors` names the fields */
        InvalidInput: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests: wait for as long as `Retry-After` says */
        TooManyRequests: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A server that this depends on is away: try again after `Retry-After` */
        Unavailable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description No valid access token */
        Unauthenticated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The role lacks the permission */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "auth.register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"] | components["schemas"]["RegistrationRequested"];
                };
            };
            /** @description Confirm it by the link in an e-mail */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegistrationRequested"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["CredentialRefused"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "auth.confirmRegistration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegistrationConfirm"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["CredentialRefused"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "auth.listCompanies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyCompanies"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "auth.createCompany": {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, such as a UUID: for a day the same request under the same key is done once, and answered the same each time (`Idempotency-Replayed: true`) */
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompanyCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "auth.login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["CredentialRefused"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "auth.chooseCompany": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompanyChoose"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["CredentialRefused"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "auth.switchCompany": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompanySwitch"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "auth.refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenPair"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["CredentialRefused"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "auth.logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "auth.getKeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: {
                            [key: string]: string;
                        }[];
                    };
                };
            };
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "auth.listSessions": {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string | null;
                /** @description Items per page */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_SessionRead_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "auth.endOtherSessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "auth.endSession": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "web.login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrowserSession"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["CredentialRefused"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "web.chooseCompany": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompanyChoose"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrowserSession"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["CredentialRefused"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "web.refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionRefresh"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrowserSession"];
                };
            };
            /** @description This browser has no session */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["CredentialRefused"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "web.logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionRefresh"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["CredentialRefused"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "web.switchCompany": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompanySwitch"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrowserSession"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "web.createCompany": {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, such as a UUID: for a day the same request under the same key is done once, and answered the same each time (`Idempotency-Replayed: true`) */
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompanyCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrowserSession"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "web.register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrowserSession"] | components["schemas"]["RegistrationRequested"];
                };
            };
            /** @description Confirm it by the link in an e-mail */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegistrationRequested"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["CredentialRefused"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "web.confirmRegistration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegistrationConfirm"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrowserSession"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["CredentialRefused"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "web.acceptInvitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationAccept"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrowserSession"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["CredentialRefused"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "auth.getPreferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preferences"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "auth.updatePreferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreferencesUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preferences"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "auth.changeEmail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmailChangeRequested"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "auth.confirmEmail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailChangeConfirm"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["CredentialRefused"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "auth.requestPasswordReset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordReset"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasswordResetRequested"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["CredentialRefused"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "auth.confirmPasswordReset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordResetConfirm"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasswordResetDone"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["CredentialRefused"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "auth.revokePasswordReset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordResetRevoke"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["CredentialRefused"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "auth.enrolTotp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TotpEnrol"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TotpPending"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "auth.disableTotp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TotpProof"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "auth.confirmTotp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TotpConfirm"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "auth.replaceRecoveryCodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TotpProof"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.allowTotpReset": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TotpResetRequested"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "auth.confirmTotpReset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TotpReset"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["CredentialRefused"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.listInvitations": {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string | null;
                /** @description Items per page */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_InvitationRead_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.invite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationRead"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.revokeInvitation": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invitation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "auth.inspectInvitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationInspect"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationShown"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["CredentialRefused"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "auth.acceptInvitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationAccept"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["CredentialRefused"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.list": {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string | null;
                /** @description Items per page */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_UserRead_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.create": {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, such as a UUID: for a day the same request under the same key is done once, and answered the same each time (`Idempotency-Replayed: true`) */
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserRead"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserRead"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.update": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserRead"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "auth.getMe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "auth.updateMe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SelfUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserRead"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "auth.changePassword": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.getLeftovers": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeftoversRead"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.leave": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeaveDone"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "companies.get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompanyRead"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description Your company is there no more */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "companies.update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompanyUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompanyRead"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "companies.getLimits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompanyLimits"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description Your company is there no more */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "companies.setLimits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LimitsUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompanyLimits"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "companies.transferOwnership": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnerUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserRead"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "apiKeys.list": {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string | null;
                /** @description Items per page */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ApiKeyRead_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "apiKeys.create": {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, such as a UUID: for a day the same request under the same key is done once, and answered the same each time (`Idempotency-Replayed: true`) */
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeyCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyCreated"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "apiKeys.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyRead"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "apiKeys.revoke": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "audit.list": {
        parameters: {
            query?: {
                action?: string | null;
                actorId?: string | null;
                objectType?: string | null;
                objectId?: string | null;
                from?: string | null;
                /** @description Exclusive */
                to?: string | null;
                /** @description `nextCursor` of the page before */
                cursor?: string | null;
                /** @description Items per page */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AuditRead_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "installation.listCompanies": {
        parameters: {
            query?: {
                suspended?: boolean | null;
                /** @description `nextCursor` of the page before */
                cursor?: string | null;
                /** @description Items per page */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_CompanyOverview_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "installation.getCompany": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                company_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompanyOverview"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "installation.suspendCompany": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                company_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompanySuspend"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompanyOverview"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "installation.resumeCompany": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                company_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompanyOverview"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "installation.grantLimits": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                company_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GrantedLimits"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompanyOverview"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "installation.listAudit": {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string | null;
                /** @description Items per page */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AuditRead_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
}
