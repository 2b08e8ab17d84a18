// Written by `make client` from docs/openapi/provider-gateway.json. Do not edit.

export interface paths {
    "/api/v1/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Channels
         * @description List the company's channels, the oldest first.
         */
        get: operations["channels.list"];
        put?: never;
        /**
         * Connect Channel
         * @description Connect a WhatsApp number. Enter the `webhookUrl` and `verifyToken` of the answer in Meta's console.
         *
         *     The channel is `pending` until WhatsApp confirms that the access token may use the number, and the account
         *     if one is named: it is asked at once, when the webhooks are set up, and again and again later.
         *
         *     A channel by WhatsApp Web is `pending` until a phone is linked, which `channels.startPairing` begins.
         */
        post: operations["channels.connect"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{channel_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Channel
         * @description Return a channel.
         */
        get: operations["channels.get"];
        put?: never;
        post?: never;
        /**
         * Disconnect Channel
         * @description Disconnect a channel: its credentials are deleted and its number is free.
         *
         *     Of a channel by WhatsApp Web all keys are deleted. The phone lists the device still, unless it was logged
         *     out before, or is connected at that moment, so that it can be.
         */
        delete: operations["channels.disconnect"];
        options?: never;
        head?: never;
        /**
         * Change Channel
         * @description Change a channel. A new access token brings one in `error` back to work.
         *
         *     Credentials and the account change only if WhatsApp accepts the new ones; it is asked meanwhile. A channel
         *     by WhatsApp Web is disconnected by `disabled`, and keeps its keys; `active` has it connect again.
         */
        patch: operations["channels.update"];
        trace?: never;
    };
    "/api/v1/channels/{channel_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Channel Events
         * @description List what the provider reported about the channel, its templates and its account, the latest first.
         */
        get: operations["channels.listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{channel_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test Channel
         * @description Ask the provider now whether the channel works: its token, its number, its webhooks.
         */
        post: operations["channels.test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{channel_id}/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Channel Health
         * @description Return what the last check of the channel found: every 15 minutes, and after a new access token.
         */
        get: operations["channels.getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{channel_id}/pairing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Pairing
         * @description Return how far linking a phone is, and the code in force, if there is one.
         *
         *     As a picture there is the QR code only; 404 (`pairing-not-found`) without one. The code opens the account:
         *     show it, and keep it nowhere.
         */
        get: operations["channels.getPairing"];
        put?: never;
        /**
         * Start Pairing
         * @description Begin to link a phone to a WhatsApp Web channel, from the beginning.
         *
         *     The code follows within seconds: as `pairing` on the sockets' `/channels`, and here by `GET`. A QR code is
         *     replaced about every 20 seconds, for some minutes; then it is to be begun again.
         */
        post: operations["channels.startPairing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{channel_id}/reconnect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reconnect Channel
         * @description Connect a WhatsApp Web channel now, whatever it waits for, with the keys that it has.
         *
         *     So a person brings one back that was opened somewhere else (`replaced`), or that WhatsApp refused.
         */
        post: operations["channels.reconnect"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{channel_id}/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log Out Channel
         * @description Unlink a WhatsApp Web channel from its phone: the device disappears there, and all keys are deleted.
         *
         *     Conversations stay. To go on, a phone is linked anew.
         */
        post: operations["channels.logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/media": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload Media
         * @description Keep a file that is to be sent. The body is its bytes, `Content-Type` its type; not a form.
         *
         *     Only the types that WhatsApp takes: images (JPEG, PNG) to 5 MB, audio (AAC, AMR, MP3, M4A, Ogg with Opus)
         *     and video (MP4, 3GP) to 16 MB, stickers (WebP) to 500 KB, and documents (PDF, text, Word, Excel,
         *     PowerPoint) to 100 MB. Other names of these types, and no type, are put right by the file's first bytes.
         *     Then send it as `content` of kind `media` with its `id`.
         *
         *     With `voice`, and of recordings that WhatsApp does not take (WebM, WAV), the file is made into Ogg with
         *     Opus: 16 MB and 30 minutes at most. Send it with `"voice": true`.
         */
        post: operations["media.upload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/media/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create Links
         * @description Return links to up to 100 files and their small pictures at once, for a page of a conversation.
         */
        post: operations["media.createLinks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/media/{media_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Media
         * @description Return what is known of a file, and once it is stored a link to it.
         *
         *     The link needs no token, so that a browser can show it (`<img src>`); ask again when it has expired.
         */
        get: operations["media.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/media/{media_id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get File
         * @description Return a file's bytes, by a link from `GET /media/{media_id}`. It takes `Range`.
         */
        get: operations["media.download"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/media/{media_id}/thumbnail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Thumbnail
         * @description Return a small picture of a file, by a link from `GET /media/{media_id}`.
         */
        get: operations["media.downloadThumbnail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{channel_id}/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Templates
         * @description List the templates of the channel's account. Deleted ones are shown for `status=DELETED` only.
         */
        get: operations["templates.list"];
        put?: never;
        /**
         * Create Template
         * @description Have a template made at the provider, which reviews it before it can be sent.
         */
        post: operations["templates.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{channel_id}/templates/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sync Templates
         * @description Read all templates now, as is done every hour and when the provider reports a change.
         */
        post: operations["templates.sync"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{channel_id}/templates/{template_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Template
         * @description Return a template.
         */
        get: operations["templates.get"];
        put?: never;
        post?: never;
        /**
         * Delete Template
         * @description Have a template deleted, in its one language.
         */
        delete: operations["templates.delete"];
        options?: never;
        head?: never;
        /**
         * Change Template
         * @description Have a template changed. It is reviewed again, and cannot be sent meanwhile.
         */
        patch: operations["templates.update"];
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** ButtonNeedsRead */
        ButtonNeedsRead: {
            /** Index */
            index: number;
            /**
             * Type
             * @enum {string}
             */
            type: "COPY_CODE" | "FLOW" | "OTP" | "PHONE_NUMBER" | "QUICK_REPLY" | "URL";
            /** Variables */
            variables: string[];
        };
        /**
         * ChannelCreate
         * @example {
         *       "accessToken": "EAAGm0PX4ZCpsBA",
         *       "appSecret": "00112233445566778899aabbccddeeff",
         *       "name": "Loja",
         *       "phoneNumberId": "106540352242922",
         *       "provider": "whatsapp_cloud",
         *       "wabaId": "102290129340398"
         *     }
         */
        ChannelCreate: {
            /** Name */
            name: string;
            /**
             * Provider
             * @description A provider by its name: `whatsapp_cloud`.
             */
            provider: string;
            /** Phonenumberid */
            phoneNumberId: string;
            /** Wabaid */
            wabaId?: string | null;
            /** Displayphone */
            displayPhone?: string | null;
            /**
             * Accesstoken
             * Format: password
             */
            accessToken: string;
            /**
             * Appsecret
             * Format: password
             */
            appSecret: string;
            /** Verifytoken */
            verifyToken?: string | null;
            /**
             * Messagespersecond
             * @default 80
             */
            messagesPerSecond?: number;
            /**
             * Followproviderrate
             * @description Let the rate be what the provider grants the number: 80, or 1,000. Absent: if no rate is given.
             */
            followProviderRate?: boolean | null;
            /**
             * Resendunconfirmed
             * @description Send a campaign's message once more if its answer was lost and all the rest says it was not taken.
             * @default false
             */
            resendUnconfirmed?: boolean;
        };
        /** ChannelCreated */
        ChannelCreated: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Provider */
            provider: string;
            /**
             * Capabilities
             * @description What the provider can do besides sending. Routes that need what it lacks answer 409
             *     (`not-supported-by-provider`).
             */
            capabilities: ("account" | "media" | "read_receipts" | "service_window" | "templates" | "webhooks")[];
            /**
             * Phonenumberid
             * @description The provider's id of the number; of a channel by WhatsApp Web, its own id.
             */
            phoneNumberId: string;
            /** Wabaid */
            wabaId: string | null;
            /** Displayphone */
            displayPhone: string | null;
            /**
             * Status
             * @description ``pending`` until the provider confirmed that the token may use the number: until then nothing is sent
             *     and nothing taken; of a channel by WhatsApp Web, until a phone is linked.
             * @enum {string}
             */
            status: "pending" | "active" | "disabled" | "error";
            /**
             * Statusreason
             * @description Why the provider refuses this channel, with status ``error``; why it is ``pending`` still.
             */
            statusReason: string | null;
            /**
             * Reasoncode
             * @description The same as a stable code, such as `channel_auth`.
             */
            reasonCode: ("account_blocked" | "account_deleted" | "campaigns_off" | "channel_auth" | "channel_disabled" | "channel_interrupted" | "channel_permission" | "channel_setup" | "cold_limited" | "delivery_capped" | "experiment" | "flow_unavailable" | "group_refused" | "internal" | "invalid_content" | "media_unusable" | "messaging_limit" | "no_answer" | "no_phone" | "not_on_whatsapp" | "number_lost" | "number_not_confirmed" | "number_taken" | "opted_out" | "pairing_expired" | "pairing_refused" | "provider_busy" | "provider_refused" | "recipient_busy" | "recipient_is_sender" | "session_away" | "session_banned" | "session_blocked" | "session_late" | "session_logged_out" | "session_lost" | "session_outdated" | "session_refused" | "session_replaced" | "spam_limited" | "template_mismatch" | "template_missing" | "template_paused" | "template_refused" | "template_syncing" | "too_fast" | "unsupported" | "window_closed") | null;
            /**
             * Verifiedat
             * @description When the provider last confirmed that the token may use the number and the account.
             */
            verifiedAt: string | null;
            /**
             * Claimexpiresat
             * @description When a ``pending`` channel is deleted if the provider has not confirmed it.
             */
            claimExpiresAt: string | null;
            /** Messagespersecond */
            messagesPerSecond: number;
            /**
             * Followproviderrate
             * @description Whether the rate is what the provider grants the number, and grows with that.
             */
            followProviderRate: boolean;
            /** Resendunconfirmed */
            resendUnconfirmed: boolean;
            /**
             * Quality
             * @description How the provider rates what the number sends; null: it did not say yet.
             */
            quality: ("high" | "low" | "medium") | null;
            /**
             * Interrupteduntil
             * @description When sending is tried again after the provider did not answer several times; null: it is tried.
             */
            interruptedUntil: string | null;
            /**
             * Messaginglimit
             * @description To how many people the number may begin to write in a day, or `unlimited`; null: not known.
             */
            messagingLimit: string | null;
            /**
             * Webhookurl
             * @description Where the provider reports to; null if it reports in a way of its own.
             */
            webhookUrl: string | null;
            /** @description Null of a channel that is no linked device. */
            session: components["schemas"]["SessionRead"] | null;
            /** Revision */
            revision: number;
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
            /**
             * Verifytoken
             * @description Shown once: it is entered beside the webhook URL in Meta's console. Null where there is no webhook.
             */
            verifyToken: string | null;
        };
        /**
         * ChannelEventRead
         * @description What the provider reported about a channel besides messages and statuses.
         */
        ChannelEventRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Field
             * @description The webhook's field, such as ``message_template_status_update``.
             */
            field: string;
            /**
             * Value
             * @description As the provider sent it.
             */
            value: {
                [key: string]: unknown;
            };
            /**
             * At
             * Format: date-time
             */
            at: string;
            /**
             * Receivedat
             * Format: date-time
             */
            receivedAt: string;
        };
        /**
         * ChannelHealthRead
         * @description What the last check of a channel found; null: nobody said.
         */
        ChannelHealthRead: {
            /**
             * Status
             * @enum {string}
             */
            status: "pending" | "active" | "disabled" | "error";
            /** Tokenvalid */
            tokenValid: boolean | null;
            /**
             * Numberknown
             * @description Whether the provider knows the number, and lets the token see it.
             */
            numberKnown: boolean | null;
            /**
             * Subscribed
             * @description Whether an app is subscribed to the account's webhooks; null also for a channel without `wabaId`.
             */
            subscribed: boolean | null;
            /** Quality */
            quality: ("high" | "low" | "medium") | null;
            /** Messaginglimit */
            messagingLimit: string | null;
            /**
             * Throughput
             * @description `STANDARD` (80 messages a second) or `HIGH` (1,000), in the provider's words.
             */
            throughput: string | null;
            /** Namestatus */
            nameStatus: string | null;
            /** Messagespersecond */
            messagesPerSecond: number;
            /** Followproviderrate */
            followProviderRate: boolean;
            /**
             * Problemcode
             * @description The same as `problem`, as a stable code.
             */
            problemCode: ("account_blocked" | "account_deleted" | "campaigns_off" | "channel_auth" | "channel_disabled" | "channel_interrupted" | "channel_permission" | "channel_setup" | "cold_limited" | "delivery_capped" | "experiment" | "flow_unavailable" | "group_refused" | "internal" | "invalid_content" | "media_unusable" | "messaging_limit" | "no_answer" | "no_phone" | "not_on_whatsapp" | "number_lost" | "number_not_confirmed" | "number_taken" | "opted_out" | "pairing_expired" | "pairing_refused" | "provider_busy" | "provider_refused" | "recipient_busy" | "recipient_is_sender" | "session_away" | "session_banned" | "session_blocked" | "session_late" | "session_logged_out" | "session_lost" | "session_outdated" | "session_refused" | "session_replaced" | "spam_limited" | "template_mismatch" | "template_missing" | "template_paused" | "template_refused" | "template_syncing" | "too_fast" | "unsupported" | "window_closed") | null;
            /**
             * Problem
             * @description What the provider objected to, or that it did not answer; what is above is older then.
             */
            problem: string | null;
            /**
             * Interrupteduntil
             * @description When sending is tried again after the provider did not answer several times.
             */
            interruptedUntil: string | null;
            /** Checkedat */
            checkedAt: string | null;
        };
        /** ChannelRead */
        ChannelRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Provider */
            provider: string;
            /**
             * Capabilities
             * @description What the provider can do besides sending. Routes that need what it lacks answer 409
             *     (`not-supported-by-provider`).
             */
            capabilities: ("account" | "media" | "read_receipts" | "service_window" | "templates" | "webhooks")[];
            /**
             * Phonenumberid
             * @description The provider's id of the number; of a channel by WhatsApp Web, its own id.
             */
            phoneNumberId: string;
            /** Wabaid */
            wabaId: string | null;
            /** Displayphone */
            displayPhone: string | null;
            /**
             * Status
             * @description ``pending`` until the provider confirmed that the token may use the number: until then nothing is sent
             *     and nothing taken; of a channel by WhatsApp Web, until a phone is linked.
             * @enum {string}
             */
            status: "pending" | "active" | "disabled" | "error";
            /**
             * Statusreason
             * @description Why the provider refuses this channel, with status ``error``; why it is ``pending`` still.
             */
            statusReason: string | null;
            /**
             * Reasoncode
             * @description The same as a stable code, such as `channel_auth`.
             */
            reasonCode: ("account_blocked" | "account_deleted" | "campaigns_off" | "channel_auth" | "channel_disabled" | "channel_interrupted" | "channel_permission" | "channel_setup" | "cold_limited" | "delivery_capped" | "experiment" | "flow_unavailable" | "group_refused" | "internal" | "invalid_content" | "media_unusable" | "messaging_limit" | "no_answer" | "no_phone" | "not_on_whatsapp" | "number_lost" | "number_not_confirmed" | "number_taken" | "opted_out" | "pairing_expired" | "pairing_refused" | "provider_busy" | "provider_refused" | "recipient_busy" | "recipient_is_sender" | "session_away" | "session_banned" | "session_blocked" | "session_late" | "session_logged_out" | "session_lost" | "session_outdated" | "session_refused" | "session_replaced" | "spam_limited" | "template_mismatch" | "template_missing" | "template_paused" | "template_refused" | "template_syncing" | "too_fast" | "unsupported" | "window_closed") | null;
            /**
             * Verifiedat
             * @description When the provider last confirmed that the token may use the number and the account.
             */
            verifiedAt: string | null;
            /**
             * Claimexpiresat
             * @description When a ``pending`` channel is deleted if the provider has not confirmed it.
             */
            claimExpiresAt: string | null;
            /** Messagespersecond */
            messagesPerSecond: number;
            /**
             * Followproviderrate
             * @description Whether the rate is what the provider grants the number, and grows with that.
             */
            followProviderRate: boolean;
            /** Resendunconfirmed */
            resendUnconfirmed: boolean;
            /**
             * Quality
             * @description How the provider rates what the number sends; null: it did not say yet.
             */
            quality: ("high" | "low" | "medium") | null;
            /**
             * Interrupteduntil
             * @description When sending is tried again after the provider did not answer several times; null: it is tried.
             */
            interruptedUntil: string | null;
            /**
             * Messaginglimit
             * @description To how many people the number may begin to write in a day, or `unlimited`; null: not known.
             */
            messagingLimit: string | null;
            /**
             * Webhookurl
             * @description Where the provider reports to; null if it reports in a way of its own.
             */
            webhookUrl: string | null;
            /** @description Null of a channel that is no linked device. */
            session: components["schemas"]["SessionRead"] | null;
            /** Revision */
            revision: number;
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
         * ChannelUpdate
         * @description What is absent stays as it is. The number itself cannot change: that is another channel.
         *
         *     What channels of a provider do not have is refused (`not_of_provider`): the credentials and the rate of
         *     one by WhatsApp Web, and the last three of any other.
         * @example {
         *       "name": "Loja do centro",
         *       "status": "disabled"
         *     }
         */
        ChannelUpdate: {
            /** Name */
            name?: string;
            /** Wabaid */
            wabaId?: string | null;
            /** Displayphone */
            displayPhone?: string | null;
            /**
             * Status
             * @enum {string}
             */
            status?: "active" | "disabled";
            /**
             * Accesstoken
             * Format: password
             */
            accessToken?: string;
            /**
             * Appsecret
             * Format: password
             */
            appSecret?: string;
            /** Verifytoken */
            verifyToken?: string;
            /** Messagespersecond */
            messagesPerSecond?: number;
            /**
             * Followproviderrate
             * @description A rate that is given without this ends it.
             */
            followProviderRate?: boolean;
            /**
             * Resendunconfirmed
             * @description Send a campaign's message once more if its answer was lost and all the rest says it was not taken.
             */
            resendUnconfirmed?: boolean;
            /**
             * Groups
             * @description By WhatsApp Web: whether messages of groups become tickets, which agents can answer.
             */
            groups?: boolean;
            /**
             * History
             * @description By WhatsApp Web: whether earlier conversations are taken over at the next linking.
             */
            history?: boolean;
            /**
             * Campaigns
             * @description By WhatsApp Web: whether campaigns may be sent over it, which only an owner can allow.
             */
            campaigns?: boolean;
        };
        /** HeaderNeedsRead */
        HeaderNeedsRead: {
            /**
             * Format
             * @description `TEXT`, or what has to be given.
             * @enum {string}
             */
            format: "DOCUMENT" | "GIF" | "IMAGE" | "LOCATION" | "TEXT" | "VIDEO";
            /** Variables */
            variables: string[];
        };
        /**
         * MediaLinks
         * @description Links to files, which need no token.
         */
        MediaLinks: {
            /** Items */
            items: components["schemas"]["MediaRead"][];
        };
        /**
         * MediaLinksCreate
         * @example {
         *       "ids": [
         *         "019ab1d2-6c3f-7a10-9d42-5b7e8f9a0c31"
         *       ]
         *     }
         */
        MediaLinksCreate: {
            /**
             * Ids
             * @description Of files; those that are not there (yet) are left out of the answer.
             */
            ids: string[];
        };
        /** MediaRead */
        MediaRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Status
             * @enum {string}
             */
            status: "pending" | "stored" | "failed";
            /**
             * State
             * @deprecated
             * @description The same as `status`, by its old name. The next version drops it
             * @enum {string}
             */
            state: "pending" | "stored" | "failed";
            /**
             * Error
             * @description Why there will be no file. While it is pending: why the last try failed.
             */
            error: ("damaged" | "gone" | "no_channel" | "refused" | "storage_full" | "too_large" | "unavailable" | "untrusted_host") | null;
            /** Mimetype */
            mimeType: string | null;
            /** Filename */
            filename: string | null;
            /**
             * Size
             * @description In bytes; known once it is stored.
             */
            size: number | null;
            /**
             * Voice
             * @description It is played as a voice note.
             */
            voice: boolean;
            /**
             * Width
             * @description Of a picture or video, in pixels, as it is shown; null where that is not known.
             */
            width: number | null;
            /** Height */
            height: number | null;
            /**
             * Durationms
             * @description Of sound and video, as far as the file says.
             */
            durationMs: number | null;
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /**
             * Url
             * @description A link to the file, without our host, that needs no token; while it is not stored there is none.
             */
            url?: string | null;
            /**
             * Thumbnailurl
             * @description A link to a small picture (WebP, 320 pixels at most), if there is one: for an hour or two.
             */
            thumbnailUrl?: string | null;
            /**
             * Expiresat
             * @description Until when the link is good.
             */
            expiresAt?: string | null;
        };
        /** ChannelEventReadPage */
        Page_ChannelEventRead_: {
            /** Items */
            items: components["schemas"]["ChannelEventRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** ChannelReadPage */
        Page_ChannelRead_: {
            /** Items */
            items: components["schemas"]["ChannelRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** TemplateReadPage */
        Page_TemplateRead_: {
            /** Items */
            items: components["schemas"]["TemplateRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /**
         * PairingCreate
         * @description How a phone is linked: by a QR code that it scans, or by a code that is typed on it.
         * @example {
         *       "method": "qr"
         *     }
         */
        PairingCreate: {
            /**
             * Method
             * @enum {string}
             */
            method: "qr" | "code";
            /**
             * Phone
             * @description With `code`: the number of the phone, with country code, or as dialled in Brazil.
             */
            phone?: string | null;
        };
        /**
         * PairingRead
         * @description How far linking a phone is. The code opens the account: show it, and keep it nowhere.
         */
        PairingRead: {
            /**
             * Status
             * @enum {string}
             */
            status: "idle" | "connecting" | "qr" | "pair_code" | "paired" | "open" | "backoff" | "replaced" | "logged_out" | "blocked" | "outdated";
            /**
             * Method
             * @description How a phone is being linked; null: none is.
             */
            method: ("qr" | "code") | null;
            /** Kind */
            kind: ("qr" | "code") | null;
            /**
             * Code
             * @description What is to be shown as a QR code, or typed on the phone; null: there is none at the moment.
             */
            code: string | null;
            /**
             * Expiresat
             * @description Until when the code is good. A new QR code then comes by itself, for some minutes.
             */
            expiresAt: string | null;
        };
        /**
         * ReasonRead
         * @description Why something is so, in words for users.
         */
        ReasonRead: {
            /**
             * Code
             * @description Stable
             * @enum {string}
             */
            code: "account_blocked" | "account_deleted" | "audience_not_expanded" | "blocked" | "campaigns_off" | "channel_auth" | "channel_deleted" | "channel_disabled" | "channel_interrupted" | "channel_permission" | "channel_setup" | "channel_without_campaigns" | "cold_limited" | "company_suspended" | "contact_not_found" | "delivery_capped" | "experiment" | "flow_unavailable" | "group_refused" | "internal" | "invalid" | "invalid_content" | "media_unusable" | "messages_failed" | "messaging_limit" | "no_answer" | "no_identity" | "no_phone" | "not_on_whatsapp" | "not_startable" | "number_lost" | "number_not_confirmed" | "number_taken" | "opted_out" | "other" | "pairing_expired" | "pairing_refused" | "provider_busy" | "provider_refused" | "quality_poor" | "recipient_busy" | "recipient_is_sender" | "restored" | "runs_skipped" | "session_away" | "session_banned" | "session_blocked" | "session_late" | "session_logged_out" | "session_lost" | "session_outdated" | "session_refused" | "session_replaced" | "spam_limited" | "started_late" | "template_mismatch" | "template_missing" | "template_paused" | "template_refused" | "template_syncing" | "too_fast" | "too_late_to_start" | "unsupported" | "window_closed";
            /**
             * Params
             * @description The values in the words, by name
             */
            params?: {
                [key: string]: unknown;
            };
            /** Pt */
            pt: string;
            /** En */
            en: string;
        };
        /**
         * SessionRead
         * @description The session of a channel by WhatsApp Web.
         */
        SessionRead: {
            /**
             * Status
             * @description docs/whatsapp-web.md says what each means and what to do.
             * @enum {string}
             */
            status: "idle" | "connecting" | "qr" | "pair_code" | "paired" | "open" | "backoff" | "replaced" | "logged_out" | "blocked" | "outdated";
            /**
             * Since
             * Format: date-time
             * @description When it came into this status.
             */
            since: string;
            /** @description Why the last connection ended, if it did not end as it should. */
            lastError: components["schemas"]["ReasonRead"] | null;
            /**
             * Retryat
             * @description When it is tried again by itself; null: at once, or never, as its status says.
             */
            retryAt: string | null;
            /**
             * Phone
             * @description The number of the phone that is linked, or was last.
             */
            phone: string | null;
            /**
             * Linked
             * @description Whether it has keys to connect with: ``reconnect`` needs no phone then, and linking one again would
             *     replace them.
             */
            linked: boolean;
            /**
             * Colduntil
             * @description Until when WhatsApp forbids starting new conversations; null: it does not.
             */
            coldUntil: string | null;
            /** Groups */
            groups: boolean;
            /** History */
            history: boolean;
            /** Campaigns */
            campaigns: boolean;
        };
        /**
         * TemplateCreate
         * @example {
         *       "category": "UTILITY",
         *       "components": [
         *         {
         *           "example": {
         *             "body_text": [
         *               [
         *                 "1234"
         *               ]
         *             ]
         *           },
         *           "text": "Seu pedido {{1}} já saiu.",
         *           "type": "BODY"
         *         }
         *       ],
         *       "language": "pt_BR",
         *       "name": "pedido_enviado"
         *     }
         */
        TemplateCreate: {
            /** Name */
            name: string;
            /**
             * Language
             * @description Such as `pt_BR`.
             */
            language: string;
            /**
             * Category
             * @enum {string}
             */
            category: "MARKETING" | "UTILITY" | "AUTHENTICATION";
            /**
             * Parameterformat
             * @default POSITIONAL
             * @enum {string}
             */
            parameterFormat?: "POSITIONAL" | "NAMED";
            /**
             * Components
             * @description As Meta's reference defines them, each variable with its example in `example`.
             */
            components: {
                [key: string]: unknown;
            }[];
        };
        /**
         * TemplateNeeds
         * @description Which values a message of this template gives. Variables are numbers or names, as it has them.
         */
        TemplateNeeds: {
            header: components["schemas"]["HeaderNeedsRead"] | null;
            /** Body */
            body: string[];
            /**
             * Buttons
             * @description Those that take a parameter: a URL with a variable and a code must be given it, others may.
             */
            buttons: components["schemas"]["ButtonNeedsRead"][];
            /** Limitedtimeoffer */
            limitedTimeOffer: boolean;
            /** Cards */
            cards: components["schemas"]["TemplateNeeds"][];
        };
        /** TemplateRead */
        TemplateRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Providertemplateid */
            providerTemplateId: string;
            /** Name */
            name: string;
            /** Language */
            language: string;
            /** Category */
            category: string;
            /**
             * Status
             * @description In the provider's words: `APPROVED` can be sent, `DELETED` is no more there.
             */
            status: string;
            /** Quality */
            quality: string | null;
            /** Rejectedreason */
            rejectedReason: string | null;
            /**
             * Parameterformat
             * @enum {string}
             */
            parameterFormat: "NAMED" | "POSITIONAL";
            /** Components */
            components: {
                [key: string]: unknown;
            }[];
            parameters: components["schemas"]["TemplateNeeds"];
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
         * TemplateUpdate
         * @description What is absent stays as it is.
         * @example {
         *       "category": "MARKETING"
         *     }
         */
        TemplateUpdate: {
            /** Category */
            category?: ("MARKETING" | "UTILITY" | "AUTHENTICATION") | null;
            /** Components */
            components?: {
                [key: string]: unknown;
            }[] | null;
        };
        /** TemplatesSynced */
        TemplatesSynced: {
            /**
             * Count
             * @description How many templates the account has.
             */
            count: number;
        };
        /**
         * WebChannelCreate
         * @description A channel by WhatsApp Web: a device that is linked to a phone, as WhatsApp's own page is.
         *
         *     It is not official, breaks WhatsApp's terms and may cost the number (docs/whatsapp-web.md).
         * @example {
         *       "acceptRisk": true,
         *       "name": "Balcão",
         *       "provider": "whatsapp_web"
         *     }
         */
        WebChannelCreate: {
            /** Name */
            name: string;
            /**
             * Provider
             * @constant
             */
            provider: "whatsapp_web";
            /**
             * Acceptrisk
             * @description That the number may be blocked for good. It has to be true.
             */
            acceptRisk: boolean;
            /**
             * Groups
             * @description Whether messages of groups become tickets, which agents can answer.
             * @default false
             */
            groups?: boolean;
            /**
             * History
             * @description Whether earlier conversations are taken over once the phone is linked, as far as it sends them.
             * @default true
             */
            history?: boolean;
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
        /** @description It is at another revision than `If-Match` says */
        RevisionChanged: {
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
    "channels.list": {
        parameters: {
            query?: {
                /** @description Items per page */
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string | null;
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
                    "application/json": components["schemas"]["Page_ChannelRead_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "channels.connect": {
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
                "application/json": components["schemas"]["ChannelCreate"] | components["schemas"]["WebChannelCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelCreated"];
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
    "channels.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel_id: string;
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
                    "application/json": components["schemas"]["ChannelRead"];
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
    "channels.disconnect": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel_id: string;
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
    "channels.update": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you read, which is the `revision` in quotes; 412 if it has changed */
                "if-match"?: string | null;
            };
            path: {
                channel_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChannelUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelRead"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["RevisionChanged"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "channels.listEvents": {
        parameters: {
            query?: {
                /** @description Items per page */
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string | null;
            };
            header?: never;
            path: {
                channel_id: string;
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
                    "application/json": components["schemas"]["Page_ChannelEventRead_"];
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
    "channels.test": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel_id: string;
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
                    "application/json": components["schemas"]["ChannelHealthRead"];
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
    "channels.getHealth": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel_id: string;
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
                    "application/json": components["schemas"]["ChannelHealthRead"];
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
    "channels.getPairing": {
        parameters: {
            query?: never;
            header?: {
                /** @description `image/svg+xml` or `image/png`: the QR code as a picture */
                accept?: string;
            };
            path: {
                channel_id: string;
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
                    "application/json": components["schemas"]["PairingRead"];
                    "image/svg+xml": string;
                    "image/png": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description The channel is no linked device */
            409: {
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
    "channels.startPairing": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PairingCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PairingRead"];
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
    "channels.reconnect": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel_id: string;
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
                    "application/json": components["schemas"]["SessionRead"];
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
    "channels.logout": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel_id: string;
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
                    "application/json": components["schemas"]["SessionRead"];
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
    "media.upload": {
        parameters: {
            query?: {
                filename?: string | null;
                /** @description A recording that is to be played as a voice note */
                voice?: boolean;
            };
            header?: {
                "content-type"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MediaRead"];
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
    "media.createLinks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MediaLinksCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MediaLinks"];
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
    "media.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                media_id: string;
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
                    "application/json": components["schemas"]["MediaRead"];
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
    "media.download": {
        parameters: {
            query?: {
                company?: string | null;
                expires?: number;
                signature?: string;
            };
            header?: {
                Range?: string | null;
            };
            path: {
                media_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, as what it is */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": unknown;
                };
            };
            /** @description A part of it */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": unknown;
                };
            };
            404: components["responses"]["NotFound"];
            /** @description It has no such part */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "media.downloadThumbnail": {
        parameters: {
            query?: {
                company?: string | null;
                expires?: number;
                signature?: string;
            };
            header?: never;
            path: {
                media_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A small picture of the file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/webp": unknown;
                };
            };
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "templates.list": {
        parameters: {
            query?: {
                status?: string | null;
                language?: string | null;
                /** @description A part of the name */
                name?: string | null;
                /** @description Items per page */
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string | null;
            };
            header?: never;
            path: {
                channel_id: string;
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
                    "application/json": components["schemas"]["Page_TemplateRead_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description The channel's provider has no templates (`not-supported-by-provider`) */
            409: {
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
    "templates.create": {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, such as a UUID: for a day the same request under the same key is done once, and answered the same each time (`Idempotency-Replayed: true`) */
                "idempotency-key"?: string | null;
            };
            path: {
                channel_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TemplateCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateRead"];
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
    "templates.sync": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel_id: string;
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
                    "application/json": components["schemas"]["TemplatesSynced"];
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
    "templates.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel_id: string;
                template_id: string;
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
                    "application/json": components["schemas"]["TemplateRead"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description The channel's provider has no templates (`not-supported-by-provider`) */
            409: {
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
    "templates.delete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel_id: string;
                template_id: string;
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
    "templates.update": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel_id: string;
                template_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TemplateUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateRead"];
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
}
