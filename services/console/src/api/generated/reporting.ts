// Written by `make client` from docs/openapi/reporting.json. Do not edit.

export interface paths {
    "/api/v1/reports/campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Campaigns
         * @description Campaigns that have started, the newest first.
         */
        get: operations["reports.listCampaigns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/campaigns/{campaign_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Campaign
         * @description One campaign: its own counts, the outcomes of its messages, how fast, and why some failed.
         */
        get: operations["reports.getCampaign"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/campaigns/{campaign_id}/export.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Campaign
         * @description One row for each message of a campaign, in CSV.
         */
        get: operations["reports.exportCampaign"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/daily": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Days
         * @description What happened on each day of a period of at most 366 days; the last 30 if none is given.
         */
        get: operations["reports.getDaily"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Summary
         * @description What happened in a period of at most 366 days; in the last 30 if none is given.
         */
        get: operations["reports.getSummary"];
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
        /** Activity */
        Activity: {
            /** Inbound */
            inbound: number;
            replies: components["schemas"]["Funnel"];
            campaigns: components["schemas"]["Funnel"];
            /** Optouts */
            optOuts: number;
            /** Ticketsopened */
            ticketsOpened: number;
            /**
             * Ticketsclosed
             * @description And not reopened since
             */
            ticketsClosed: number;
        };
        /**
         * CampaignReport
         * @description A campaign, and what reporting itself saw of its messages.
         */
        CampaignReport: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /**
             * Channelid
             * Format: uuid
             */
            channelId: string;
            /** State */
            state: string;
            /** Total */
            total: number;
            /** Counts */
            counts: {
                [key: string]: number;
            };
            /** Startedat */
            startedAt: string | null;
            /** Finishedat */
            finishedAt: string | null;
            /**
             * Durationseconds
             * @description Until now, while it runs
             */
            durationSeconds: number | null;
            /**
             * Updatedat
             * Format: date-time
             */
            updatedAt: string;
            delivery: components["schemas"]["Delivery"];
            rates: components["schemas"]["Rates"];
            /**
             * Messagespersecond
             * @description From the first accepted message to the last
             */
            messagesPerSecond: number | null;
            /** Errors */
            errors: components["schemas"]["ErrorCount"][];
            /**
             * Consistent
             * @description Whether the campaign's counts and the delivery reports seen here agree. While it runs, either may be a moment ahead of the other.
             */
            consistent: boolean;
        };
        /**
         * CampaignSummary
         * @description A campaign as it reported itself. ``counts`` are recipients by state; their sum is ``total``.
         */
        CampaignSummary: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /**
             * Channelid
             * Format: uuid
             */
            channelId: string;
            /** State */
            state: string;
            /** Total */
            total: number;
            /** Counts */
            counts: {
                [key: string]: number;
            };
            /** Startedat */
            startedAt: string | null;
            /** Finishedat */
            finishedAt: string | null;
            /**
             * Durationseconds
             * @description Until now, while it runs
             */
            durationSeconds: number | null;
            /**
             * Updatedat
             * Format: date-time
             */
            updatedAt: string;
        };
        /**
         * DailyReport
         * @description One entry for each day, also for those on which nothing happened.
         */
        DailyReport: {
            /** Timezone */
            timeZone: string;
            /** Days */
            days: components["schemas"]["DayReport"][];
        };
        /** DayReport */
        DayReport: {
            /** Inbound */
            inbound: number;
            replies: components["schemas"]["Funnel"];
            campaigns: components["schemas"]["Funnel"];
            /** Optouts */
            optOuts: number;
            /** Ticketsopened */
            ticketsOpened: number;
            /**
             * Ticketsclosed
             * @description And not reopened since
             */
            ticketsClosed: number;
            /**
             * Day
             * Format: date
             */
            day: string;
        };
        /**
         * Delivery
         * @description How far its messages came. What was read counts as delivered, what was delivered as sent.
         */
        Delivery: {
            /**
             * Attempted
             * @description Handed to the provider, whatever came of it
             */
            attempted: number;
            /** Sent */
            sent: number;
            /** Delivered */
            delivered: number;
            /** Read */
            read: number;
            /** Failed */
            failed: number;
            /**
             * Unconfirmed
             * @description The provider never reported their outcome
             */
            unconfirmed: number;
        };
        /** ErrorCount */
        ErrorCount: {
            /** Code */
            code: number | null;
            /** Title */
            title: string | null;
            /** Count */
            count: number;
        };
        /**
         * FirstReply
         * @description Of the tickets opened in the period and replied to.
         */
        FirstReply: {
            /** Tickets */
            tickets: number;
            /** Medianseconds */
            medianSeconds: number | null;
            /** Averageseconds */
            averageSeconds: number | null;
        };
        /**
         * Funnel
         * @description Messages by the time of each step, so that yesterday's message may be read today.
         */
        Funnel: {
            /** Sent */
            sent: number;
            /** Delivered */
            delivered: number;
            /** Read */
            read: number;
            /** Failed */
            failed: number;
        };
        /** CampaignSummaryPage */
        Page_CampaignSummary_: {
            /** Items */
            items: components["schemas"]["CampaignSummary"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /**
         * Rates
         * @description Parts of one; absent where there is nothing to divide by.
         */
        Rates: {
            /**
             * Delivered
             * @description Of those sent
             */
            delivered: number | null;
            /**
             * Read
             * @description Of those delivered
             */
            read: number | null;
            /**
             * Failed
             * @description Of those attempted
             */
            failed: number | null;
        };
        /** SummaryReport */
        SummaryReport: {
            /** Timezone */
            timeZone: string;
            /**
             * Firstday
             * Format: date
             */
            firstDay: string;
            /**
             * Lastday
             * Format: date
             */
            lastDay: string;
            totals: components["schemas"]["Activity"];
            firstReply: components["schemas"]["FirstReply"];
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
        /** @description There is no such thing in your company */
        NotFound: {
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
    "reports.listCampaigns": {
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
                    "application/json": components["schemas"]["Page_CampaignSummary_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "reports.getCampaign": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                campaign_id: string;
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
                    "application/json": components["schemas"]["CampaignReport"];
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
    "reports.exportCampaign": {
        parameters: {
            query?: {
                /** @description Between cells; absent: as spreadsheets in the company's country have it */
                separator?: ("comma" | "semicolon" | "tab") | null;
                /** @description Whether a byte order mark is in front, as Excel needs; absent: yes */
                bom?: boolean | null;
            };
            header?: never;
            path: {
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
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
    "reports.getDaily": {
        parameters: {
            query?: {
                /** @description First day, in the company's time zone */
                from?: string | null;
                /** @description Last day, which belongs to the period */
                to?: string | null;
                /** @description Only what happened on this channel */
                channelId?: string | null;
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
                    "application/json": components["schemas"]["DailyReport"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "reports.getSummary": {
        parameters: {
            query?: {
                /** @description First day, in the company's time zone */
                from?: string | null;
                /** @description Last day, which belongs to the period */
                to?: string | null;
                /** @description Only what happened on this channel */
                channelId?: string | null;
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
                    "application/json": components["schemas"]["SummaryReport"];
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
