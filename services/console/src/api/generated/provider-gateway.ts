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
         */
        delete: operations["channels.disconnect"];
        options?: never;
        head?: never;
        /**
         * Change Channel
         * @description Change a channel. A new access token brings one in `error` back to work.
         *
         *     Credentials and the account change only if WhatsApp accepts the new ones; it is asked meanwhile.
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
         */
        post: operations["media.upload"];
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
            /** Type */
            type: string;
            /** Variables */
            variables: string[];
        };
        /** ChannelCreate */
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
            capabilities: ("account" | "media" | "read_receipts" | "templates" | "webhooks")[];
            /** Phonenumberid */
            phoneNumberId: string;
            /** Wabaid */
            wabaId: string | null;
            /** Displayphone */
            displayPhone: string | null;
            /**
             * Status
             * @description ``pending`` until the provider confirmed that the token may use the number: until then nothing is sent
             *     and nothing taken.
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
            reasonCode: string | null;
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
             * @description In the provider's words, once it told us.
             */
            quality: string | null;
            /**
             * Interrupteduntil
             * @description When sending is tried again after the provider did not answer several times; null: it is tried.
             */
            interruptedUntil: string | null;
            /**
             * Messaginglimit
             * @description How many people the number may begin to write to in a day, in the provider's words.
             */
            messagingLimit: string | null;
            /**
             * Webhookurl
             * @description Where the provider reports to; null if it reports in a way of its own.
             */
            webhookUrl: string | null;
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
             * @description Shown once: it is entered beside the webhook URL in Meta's console.
             */
            verifyToken: string;
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
            quality: string | null;
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
            problemCode: string | null;
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
            capabilities: ("account" | "media" | "read_receipts" | "templates" | "webhooks")[];
            /** Phonenumberid */
            phoneNumberId: string;
            /** Wabaid */
            wabaId: string | null;
            /** Displayphone */
            displayPhone: string | null;
            /**
             * Status
             * @description ``pending`` until the provider confirmed that the token may use the number: until then nothing is sent
             *     and nothing taken.
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
            reasonCode: string | null;
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
             * @description In the provider's words, once it told us.
             */
            quality: string | null;
            /**
             * Interrupteduntil
             * @description When sending is tried again after the provider did not answer several times; null: it is tried.
             */
            interruptedUntil: string | null;
            /**
             * Messaginglimit
             * @description How many people the number may begin to write to in a day, in the provider's words.
             */
            messagingLimit: string | null;
            /**
             * Webhookurl
             * @description Where the provider reports to; null if it reports in a way of its own.
             */
            webhookUrl: string | null;
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
        };
        /** HeaderNeedsRead */
        HeaderNeedsRead: {
            /**
             * Format
             * @description `TEXT`, or what has to be given: `IMAGE`, `VIDEO`, `DOCUMENT`, `GIF`, `LOCATION`.
             */
            format: string;
            /** Variables */
            variables: string[];
        };
        /** MediaRead */
        MediaRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * State
             * @enum {string}
             */
            state: "pending" | "stored" | "failed";
            /**
             * Error
             * @description Why there will be no file: `gone`, `refused`, `too_large`, `damaged`, `untrusted_host`, `no_channel` or
             *     `unavailable`. While it is pending: why the last try failed.
             */
            error: string | null;
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
        /** TemplateCreate */
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
            /** Parameterformat */
            parameterFormat: string;
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
             */
            code: string;
            /**
             * Reason
             * @description Which of the errors it is that share this ``code``.
             * @default null
             */
            reason?: string | null;
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
             */
            code: string;
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
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChannelCreate"];
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
    "media.upload": {
        parameters: {
            query?: {
                filename?: string | null;
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
            header?: never;
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
