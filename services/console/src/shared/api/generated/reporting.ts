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
    "/api/v1/reports/campaigns/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Campaigns
         * @description One row for each campaign of the list, in CSV or as a workbook, with the figures' names as in JSON.
         */
        get: operations["reports.exportCampaigns"];
        put?: never;
        /**
         * Reports.Linkcampaigns
         * @description Make a link under which a browser may save this file, without a token: once, within a minute. It stands for a `GET` with the same query, by you: what you may no longer get then is refused.
         */
        post: operations["reports.linkCampaigns"];
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
    "/api/v1/reports/campaigns/{campaign_id}/curve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Curve
         * @description How far a campaign's messages came, and when: at most some hundred points.
         */
        get: operations["reports.getCampaignCurve"];
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
        /**
         * Reports.Linkexport
         * @description Make a link under which a browser may save this file, without a token: once, within a minute. It stands for a `GET` with the same query, by you: what you may no longer get then is refused.
         */
        post: operations["reports.linkExport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/campaigns/{campaign_id}/export.xlsx": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Campaign Workbook
         * @description One row for each message of a campaign, as a workbook: up to 200,000 (409 beyond).
         */
        get: operations["reports.exportCampaignWorkbook"];
        put?: never;
        /**
         * Reports.Linkworkbook
         * @description Make a link under which a browser may save this file, without a token: once, within a minute. It stands for a `GET` with the same query, by you: what you may no longer get then is refused.
         */
        post: operations["reports.linkWorkbook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/campaigns/{campaign_id}/variants/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Variants
         * @description One row for each message of a campaign that has several, with the figures' names as in JSON.
         */
        get: operations["reports.exportVariants"];
        put?: never;
        /**
         * Reports.Linkvariants
         * @description Make a link under which a browser may save this file, without a token: once, within a minute. It stands for a `GET` with the same query, by you: what you may no longer get then is refused.
         */
        post: operations["reports.linkVariants"];
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
    "/api/v1/reports/hourly": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Hours
         * @description What happened by weekday and hour in a period of at most 366 days; the last 30 if none is given.
         */
        get: operations["reports.getHourly"];
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
    "/api/v1/reports/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Agents
         * @description What each agent did in a period: tickets, how long customers waited, promises, ratings.
         *
         *     Agents see their own figures, all others everybody's.
         */
        get: operations["reports.getAgents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Queues
         * @description What happened in each queue in a period: tickets, how long customers waited, promises, ratings.
         *
         *     Agents see the queues that they belong to; with `agentId`, their own tickets in any.
         */
        get: operations["reports.getQueues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Tags
         * @description What happened to the tickets of each tag in a period. A ticket counts under each of its tags.
         *
         *     Agents see this of their own tickets, and of those of their queues.
         */
        get: operations["reports.getTags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Channels
         * @description What happened on each channel in a period: messages, errors, how busy it was, how it is rated.
         */
        get: operations["reports.getChannels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/delivery-errors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Errors
         * @description Why messages failed in a period, by channel and reason.
         */
        get: operations["reports.getDeliveryErrors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/opt-outs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Opt Outs
         * @description How customers left broadcasts in a period, by channel and source.
         */
        get: operations["reports.getOptOuts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Templates
         * @description How far the messages of each template came that were sent, or failed, in a period.
         */
        get: operations["reports.getTemplates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/summary/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reports.Exportsummary
         * @description The report as a table, in CSV or as a workbook, with the figures' names as in JSON.
         */
        get: operations["reports.exportSummary"];
        put?: never;
        /**
         * Reports.Linksummary
         * @description Make a link under which a browser may save this file, without a token: once, within a minute. It stands for a `GET` with the same query, by you: what you may no longer get then is refused.
         */
        post: operations["reports.linkSummary"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/daily/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reports.Exportdaily
         * @description The report as a table, in CSV or as a workbook, with the figures' names as in JSON.
         */
        get: operations["reports.exportDaily"];
        put?: never;
        /**
         * Reports.Linkdaily
         * @description Make a link under which a browser may save this file, without a token: once, within a minute. It stands for a `GET` with the same query, by you: what you may no longer get then is refused.
         */
        post: operations["reports.linkDaily"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/hourly/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reports.Exporthourly
         * @description The report as a table, in CSV or as a workbook, with the figures' names as in JSON.
         */
        get: operations["reports.exportHourly"];
        put?: never;
        /**
         * Reports.Linkhourly
         * @description Make a link under which a browser may save this file, without a token: once, within a minute. It stands for a `GET` with the same query, by you: what you may no longer get then is refused.
         */
        post: operations["reports.linkHourly"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/agents/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reports.Exportagents
         * @description The report as a table, in CSV or as a workbook, with the figures' names as in JSON.
         */
        get: operations["reports.exportAgents"];
        put?: never;
        /**
         * Reports.Linkagents
         * @description Make a link under which a browser may save this file, without a token: once, within a minute. It stands for a `GET` with the same query, by you: what you may no longer get then is refused.
         */
        post: operations["reports.linkAgents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/queues/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reports.Exportqueues
         * @description The report as a table, in CSV or as a workbook, with the figures' names as in JSON.
         */
        get: operations["reports.exportQueues"];
        put?: never;
        /**
         * Reports.Linkqueues
         * @description Make a link under which a browser may save this file, without a token: once, within a minute. It stands for a `GET` with the same query, by you: what you may no longer get then is refused.
         */
        post: operations["reports.linkQueues"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/tags/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reports.Exporttags
         * @description The report as a table, in CSV or as a workbook, with the figures' names as in JSON.
         */
        get: operations["reports.exportTags"];
        put?: never;
        /**
         * Reports.Linktags
         * @description Make a link under which a browser may save this file, without a token: once, within a minute. It stands for a `GET` with the same query, by you: what you may no longer get then is refused.
         */
        post: operations["reports.linkTags"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/channels/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reports.Exportchannels
         * @description The report as a table, in CSV or as a workbook, with the figures' names as in JSON.
         */
        get: operations["reports.exportChannels"];
        put?: never;
        /**
         * Reports.Linkchannels
         * @description Make a link under which a browser may save this file, without a token: once, within a minute. It stands for a `GET` with the same query, by you: what you may no longer get then is refused.
         */
        post: operations["reports.linkChannels"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/templates/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reports.Exporttemplates
         * @description The report as a table, in CSV or as a workbook, with the figures' names as in JSON.
         */
        get: operations["reports.exportTemplates"];
        put?: never;
        /**
         * Reports.Linktemplates
         * @description Make a link under which a browser may save this file, without a token: once, within a minute. It stands for a `GET` with the same query, by you: what you may no longer get then is refused.
         */
        post: operations["reports.linkTemplates"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/delivery-errors/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reports.Exportdeliveryerrors
         * @description The report as a table, in CSV or as a workbook, with the figures' names as in JSON.
         */
        get: operations["reports.exportDeliveryErrors"];
        put?: never;
        /**
         * Reports.Linkdeliveryerrors
         * @description Make a link under which a browser may save this file, without a token: once, within a minute. It stands for a `GET` with the same query, by you: what you may no longer get then is refused.
         */
        post: operations["reports.linkDeliveryErrors"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/opt-outs/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reports.Exportoptouts
         * @description The report as a table, in CSV or as a workbook, with the figures' names as in JSON.
         */
        get: operations["reports.exportOptOuts"];
        put?: never;
        /**
         * Reports.Linkoptouts
         * @description Make a link under which a browser may save this file, without a token: once, within a minute. It stands for a `GET` with the same query, by you: what you may no longer get then is refused.
         */
        post: operations["reports.linkOptOuts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Schedules
         * @description Reports that are sent by e-mail, by name, with what came of the latest. All of them: there is one page.
         *
         *     Agents see those that they get.
         */
        get: operations["reports.listSchedules"];
        put?: never;
        /**
         * Create Schedule
         * @description Have a report sent by e-mail every day, week or month, at an hour of the company's time zone.
         *
         *     It is about the day, the seven days or the calendar month before. Recipients are users of the company who
         *     may see all reports.
         */
        post: operations["reports.createSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/schedules/{schedule_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Schedule
         * @description One report that is sent by e-mail.
         */
        get: operations["reports.getSchedule"];
        put?: never;
        post?: never;
        /**
         * Delete Schedule
         * @description Send the report no more. What was not sent yet is not sent.
         */
        delete: operations["reports.deleteSchedule"];
        options?: never;
        head?: never;
        /**
         * Update Schedule
         * @description Change a report that is sent by e-mail, pause it or let it go on.
         */
        patch: operations["reports.updateSchedule"];
        trace?: never;
    };
    "/api/v1/reports/schedules/{schedule_id}/send": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send Schedule
         * @description Send the report at once, also a paused one: about the last whole day, seven days or month.
         */
        post: operations["reports.sendSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/schedules/{schedule_id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Runs
         * @description What came of a report each time in the last 90 days, the newest first.
         */
        get: operations["reports.listScheduleRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/schedules/{schedule_id}/recipients/me": {
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
         * Leave Schedule
         * @description Get the report no more. One that nobody gets is paused.
         */
        delete: operations["reports.leaveSchedule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Exports
         * @description One's exports of the last day, the newest first; everybody's to who manages reports.
         */
        get: operations["reports.listExports"];
        put?: never;
        /**
         * Create Export
         * @description Have a file of any size made. It is kept for a day, and 20 of a user at most.
         *
         *     Agents get a row for each of their own tickets.
         */
        post: operations["reports.createExport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/exports/{export_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Export
         * @description An export, and how far it is.
         */
        get: operations["reports.getExport"];
        put?: never;
        post?: never;
        /**
         * Delete Export
         * @description End an export where it is, or delete it with its file.
         */
        delete: operations["reports.deleteExport"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/exports/{export_id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get File
         * @description The file of an export that is finished.
         */
        get: operations["reports.getExportFile"];
        put?: never;
        /**
         * Reports.Linkexportfile
         * @description Make a link under which a browser may save this file, without a token: once, within a minute. It stands for a `GET` with the same query, by you: what you may no longer get then is refused.
         */
        post: operations["reports.linkExportFile"];
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
        /** AgentFigures */
        AgentFigures: {
            /** Opened */
            opened: number;
            /**
             * Closed
             * @description And not reopened since
             */
            closed: number;
            /**
             * Closedbyrule
             * @description Of these, by no person
             */
            closedByRule: number;
            /** Reopened */
            reopened: number;
            /** @description From the opening of a ticket to the first answer */
            firstReply: components["schemas"]["Durations"];
            /** @description From a customer's later message to its answer */
            nextReply: components["schemas"]["Durations"];
            /** @description From the opening to the closing */
            resolution: components["schemas"]["Durations"];
            promises: components["schemas"]["Promises"];
            satisfaction: components["schemas"]["Satisfaction"];
            /**
             * Agentid
             * @description Null: of nobody
             */
            agentId: string | null;
            /**
             * Name
             * @description Null: of nobody, or not known here yet
             */
            name: string | null;
        };
        /**
         * AgentsReport
         * @description By agent, the one with most closed first.
         */
        AgentsReport: {
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
            /** Items */
            items: components["schemas"]["AgentFigures"][];
            /** @description The period before, if asked for */
            previous?: components["schemas"]["AgentsReport"] | null;
        };
        /**
         * CampaignFunnel
         * @description How far recipients came. What was read counts as delivered, what was delivered as sent.
         */
        CampaignFunnel: {
            /** Recipients */
            recipients: number;
            /** Sent */
            sent: number;
            /** Delivered */
            delivered: number;
            /** Read */
            read: number;
            /**
             * Replied
             * @description Who wrote in the days after the message, whether or not it was read
             */
            replied: number;
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
            /**
             * Status
             * @enum {string}
             */
            status: "draft" | "scheduled" | "expanding" | "running" | "paused" | "finished" | "cancelled" | "failed";
            /**
             * State
             * @deprecated
             * @description The same as `status`, by its old name. The next version drops it
             * @enum {string}
             */
            state: "draft" | "scheduled" | "expanding" | "running" | "paused" | "finished" | "cancelled" | "failed";
            /** Total */
            total: number;
            /** Counts */
            counts: {
                [key: string]: number;
            };
            funnel: components["schemas"]["CampaignFunnel"];
            /**
             * Optouts
             * @description Recipients who left broadcasts in the days after the message
             */
            optOuts: number;
            rates: components["schemas"]["Rates"];
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
            /**
             * Replied
             * @description Recipients who wrote in the days after the message
             */
            replied: number;
            delivery: components["schemas"]["Delivery"];
            /**
             * Messagespersecond
             * @description From the first accepted message to the last
             */
            messagesPerSecond: number | null;
            /**
             * Failures
             * @description Why messages failed, the most frequent reason first
             */
            failures: components["schemas"]["FailureCount"][];
            /**
             * Errors
             * @deprecated
             * @description `failures` in English; it goes with the next version
             */
            errors: components["schemas"]["ErrorCount"][];
            /**
             * Consistent
             * @description Whether the campaign's counts and the delivery reports seen here agree. While it runs, either may be a moment ahead of the other.
             */
            consistent: boolean;
            /**
             * Variants
             * @description Its messages; empty if there is only one
             */
            variants: components["schemas"]["VariantReport"][];
            /**
             * Comparisons
             * @description Whether the variants differ; empty without any
             */
            comparisons: components["schemas"]["VariantComparison"][];
        };
        /**
         * CampaignSummary
         * @description A campaign as it reported itself. ``counts`` are recipients by status; their sum is ``total``.
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
            /**
             * Status
             * @enum {string}
             */
            status: "draft" | "scheduled" | "expanding" | "running" | "paused" | "finished" | "cancelled" | "failed";
            /**
             * State
             * @deprecated
             * @description The same as `status`, by its old name. The next version drops it
             * @enum {string}
             */
            state: "draft" | "scheduled" | "expanding" | "running" | "paused" | "finished" | "cancelled" | "failed";
            /** Total */
            total: number;
            /** Counts */
            counts: {
                [key: string]: number;
            };
            funnel: components["schemas"]["CampaignFunnel"];
            /**
             * Optouts
             * @description Recipients who left broadcasts in the days after the message
             */
            optOuts: number;
            rates: components["schemas"]["Rates"];
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
         * ChannelFigures
         * @description A channel, and what happened on it in the period.
         */
        ChannelFigures: {
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
             * Channelid
             * Format: uuid
             */
            channelId: string;
            /**
             * Name
             * @description Null: the channel is not known here yet
             */
            name: string | null;
            /** Status */
            status: ("active" | "disabled" | "error" | "deleted") | null;
            /**
             * Quality
             * @description How the provider rates the number now
             */
            quality: string | null;
            /**
             * Messaginglimit
             * @description To how many people it may begin to write in a day
             */
            messagingLimit: string | null;
            /**
             * Successrate
             * @description Messages sent, of all that were sent or failed
             */
            successRate: number | null;
            /**
             * Busiestquarter
             * @description Most messages sent in a quarter of an hour
             */
            busiestQuarter: number;
            /**
             * Failures
             * @description Why messages failed, the most frequent reason first
             */
            failures: components["schemas"]["FailureCount"][];
        };
        /**
         * ChannelsReport
         * @description Every channel that is not deleted, or on which something happened.
         */
        ChannelsReport: {
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
            /** Items */
            items: components["schemas"]["ChannelFigures"][];
            /** @description The period before, if asked for */
            previous?: components["schemas"]["ChannelsReport"] | null;
        };
        /** CurvePoint */
        CurvePoint: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Sent */
            sent: number;
            /** Delivered */
            delivered: number;
            /** Read */
            read: number;
            /** Failed */
            failed: number;
        };
        /**
         * CurveReport
         * @description How far a campaign's messages came, and when. Stretches in which nothing happened are left out.
         */
        CurveReport: {
            /**
             * Campaignid
             * Format: uuid
             */
            campaignId: string;
            /**
             * Stepseconds
             * @description How long a stretch is: longer for a longer campaign
             */
            stepSeconds: number;
            /** Points */
            points: components["schemas"]["CurvePoint"][];
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
            /**
             * Previous
             * @description As many days before, if asked for
             */
            previous?: components["schemas"]["DayReport"][] | null;
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
        /** DeliveryError */
        DeliveryError: {
            /**
             * Channelid
             * Format: uuid
             */
            channelId: string;
            /**
             * Channelname
             * @description Null: the channel is not known here yet
             */
            channelName: string | null;
            /**
             * Kind
             * @enum {string}
             */
            kind: "replies" | "campaign";
            /** @description Null where the provider gave none that we know */
            reason: components["schemas"]["ReasonRead"] | null;
            /**
             * Errorcode
             * @description The provider's, where there is no reason
             */
            errorCode: number | null;
            /** Count */
            count: number;
        };
        /**
         * DeliveryErrorsReport
         * @description Why messages failed in the period, the most frequent first.
         */
        DeliveryErrorsReport: {
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
            /** Total */
            total: number;
            /** Items */
            items: components["schemas"]["DeliveryError"][];
            /** @description The period before, if asked for */
            previous?: components["schemas"]["DeliveryErrorsReport"] | null;
        };
        /** DownloadLink */
        DownloadLink: {
            /**
             * Url
             * @description Where it is, without the host: for `<a href>`. It is good for one request.
             */
            url: string;
            /**
             * Expiresat
             * Format: date-time
             */
            expiresAt: string;
        };
        /**
         * Duration
         * @description How long something took. Percentiles are exact up to a minute, and within 2 % above.
         */
        Duration: {
            /** Count */
            count: number;
            /**
             * Medianseconds
             * @description Half took no longer
             */
            medianSeconds: number | null;
            /**
             * P90Seconds
             * @description Nine in ten took no longer
             */
            p90Seconds: number | null;
            /** Averageseconds */
            averageSeconds: number | null;
        };
        /** Durations */
        Durations: {
            calendar: components["schemas"]["Duration"];
            /** @description In the opening hours of the ticket's queue */
            business: components["schemas"]["Duration"];
        };
        /** ErrorCount */
        ErrorCount: {
            /**
             * Code
             * @description The provider's, where its error is not among our reasons
             */
            code: number | null;
            /** Title */
            title: string | null;
            /** Count */
            count: number;
        };
        /**
         * Every
         * @enum {string}
         */
        Every: "daily" | "weekly" | "monthly";
        /**
         * ExportCreate
         * @description What is exported. `campaign`: a row for each message of one; `tickets`: one for each ticket that was
         *     opened in the period; `daily`: one for each day.
         * @example {
         *       "format": "csv",
         *       "from": "2026-11-01",
         *       "report": "tickets",
         *       "to": "2026-11-30"
         *     }
         */
        ExportCreate: {
            /**
             * Report
             * @enum {string}
             */
            report: "campaign" | "tickets" | "daily";
            /**
             * Campaignid
             * @description Of `campaign`, which takes neither period nor filters
             */
            campaignId?: string | null;
            /**
             * From
             * @description First day, in the company's time zone
             */
            from?: string | null;
            /**
             * To
             * @description Last day, which belongs to the period
             */
            to?: string | null;
            /** @default {} */
            filters?: components["schemas"]["FiltersBody"];
            /**
             * Format
             * @default csv
             * @enum {string}
             */
            format?: "csv" | "xlsx";
            /**
             * Separator
             * @description Of CSV
             * @default comma
             * @enum {string}
             */
            separator?: "comma" | "semicolon" | "tab";
            /**
             * Bom
             * @description Of CSV: whether a byte order mark is in front, as Excel needs
             * @default false
             */
            bom?: boolean;
        };
        /**
         * ExportRead
         * @description An export, and how far it is.
         */
        ExportRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Report
             * @enum {string}
             */
            report: "campaign" | "tickets" | "daily";
            /** Campaignid */
            campaignId: string | null;
            /** Firstday */
            firstDay: string | null;
            /** Lastday */
            lastDay: string | null;
            filters: components["schemas"]["FiltersBody"];
            /**
             * Format
             * @enum {string}
             */
            format: "csv" | "xlsx";
            /**
             * Status
             * @enum {string}
             */
            status: "queued" | "running" | "finished" | "failed";
            /**
             * Reason
             * @description Why it failed. `no-access`: who asked was disabled meanwhile, or made an agent
             */
            reason: ("too-large" | "too-many-rows" | "no-access" | "given-up" | "export-failed") | null;
            /** Rowsdone */
            rowsDone: number;
            /**
             * Rowstotal
             * @description About how many there will be; null until that is known
             */
            rowsTotal: number | null;
            /**
             * Storedbytes
             * @description What the file takes of the company's space
             */
            storedBytes: number;
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
            /** Finishedat */
            finishedAt: string | null;
            /**
             * Expiresat
             * Format: date-time
             * @description When it is deleted, with its file
             */
            expiresAt: string;
        };
        /**
         * FailureCount
         * @description Messages that failed for one reason.
         */
        FailureCount: {
            /** @description Null where the provider gave none */
            reason: components["schemas"]["ReasonRead"] | null;
            /** Count */
            count: number;
        };
        /**
         * FiltersBody
         * @description What a report is narrowed to. Only reports of tickets have a queue, an agent and a tag.
         */
        FiltersBody: {
            /** Channelid */
            channelId?: string | null;
            /** Queueid */
            queueId?: string | null;
            /** Agentid */
            agentId?: string | null;
            /** Tagid */
            tagId?: string | null;
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
        /**
         * HourReport
         * @description An hour of the clock on all days of the period that are this weekday.
         */
        HourReport: {
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
             * Weekday
             * @description 1 is Monday, 7 is Sunday
             */
            weekday: number;
            /** Hour */
            hour: number;
        };
        /**
         * HourlyReport
         * @description All 168 hours of a week, also those in which nothing happened.
         */
        HourlyReport: {
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
            /** Hours */
            hours: components["schemas"]["HourReport"][];
            /**
             * Previous
             * @description Of as many days before, if asked for
             */
            previous?: components["schemas"]["HourReport"][] | null;
        };
        /**
         * Interval
         * @description Between which values a rate lies, with 95 % confidence (Wilson's interval).
         */
        Interval: {
            /** Low */
            low: number;
            /** High */
            high: number;
        };
        /**
         * MailRead
         * @description The e-mail to one recipient.
         */
        MailRead: {
            /**
             * Userid
             * Format: uuid
             */
            userId: string;
            /** Name */
            name: string | null;
            /** @description `unconfirmed`: the connection or the worker ended while it was handed over, so that nobody knows whether it arrived; it is not sent again by itself */
            status: components["schemas"]["MailStatus"];
            /**
             * Reason
             * @description Why it was not sent, or not yet
             */
            reason: ("quota" | "suspended" | "paused" | "no-access" | "no-address" | "left" | "report-failed" | "given-up" | "mail-not-configured" | "mail-unavailable" | "mail-refused" | "mail-unconfirmed" | "interrupted") | null;
            /**
             * At
             * Format: date-time
             * @description When its status last changed
             */
            at: string;
        };
        /**
         * MailStatus
         * @description Where the e-mail to one recipient stands.
         * @enum {string}
         */
        MailStatus: "queued" | "sending" | "sent" | "failed" | "skipped" | "unconfirmed";
        /** OptOutsOfSource */
        OptOutsOfSource: {
            /**
             * Channelid
             * @description Null: of all channels
             */
            channelId: string | null;
            /**
             * Channelname
             * @description Null: of all channels, or not known here yet
             */
            channelName: string | null;
            /**
             * Source
             * @enum {string}
             */
            source: "api" | "agent" | "keyword" | "provider" | "import";
            /** Count */
            count: number;
        };
        /**
         * OptOutsReport
         * @description How customers left broadcasts in the period, the most frequent way first.
         */
        OptOutsReport: {
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
            /** Total */
            total: number;
            /** Items */
            items: components["schemas"]["OptOutsOfSource"][];
            /** @description The period before, if asked for */
            previous?: components["schemas"]["OptOutsReport"] | null;
        };
        /** CampaignSummaryPage */
        Page_CampaignSummary_: {
            /** Items */
            items: components["schemas"]["CampaignSummary"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** ExportReadPage */
        Page_ExportRead_: {
            /** Items */
            items: components["schemas"]["ExportRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** RunReadPage */
        Page_RunRead_: {
            /** Items */
            items: components["schemas"]["RunRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** ScheduleReadPage */
        Page_ScheduleRead_: {
            /** Items */
            items: components["schemas"]["ScheduleRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /**
         * Promises
         * @description What was promised to customers by service levels, and came about in the period.
         */
        Promises: {
            /** Kept */
            kept: number;
            /** Broken */
            broken: number;
            /**
             * Rate
             * @description Kept, of all
             */
            rate: number | null;
        };
        /** QueueFigures */
        QueueFigures: {
            /** Opened */
            opened: number;
            /**
             * Closed
             * @description And not reopened since
             */
            closed: number;
            /**
             * Closedbyrule
             * @description Of these, by no person
             */
            closedByRule: number;
            /** Reopened */
            reopened: number;
            /** @description From the opening of a ticket to the first answer */
            firstReply: components["schemas"]["Durations"];
            /** @description From a customer's later message to its answer */
            nextReply: components["schemas"]["Durations"];
            /** @description From the opening to the closing */
            resolution: components["schemas"]["Durations"];
            promises: components["schemas"]["Promises"];
            satisfaction: components["schemas"]["Satisfaction"];
            /**
             * Queueid
             * @description Null: of no queue
             */
            queueId: string | null;
            /**
             * Name
             * @description Null: of no queue, or not known here yet
             */
            name: string | null;
        };
        /**
         * QueuesReport
         * @description By queue, the one with most closed first.
         */
        QueuesReport: {
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
            /** Items */
            items: components["schemas"]["QueueFigures"][];
            /** @description The period before, if asked for */
            previous?: components["schemas"]["QueuesReport"] | null;
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
            /**
             * Replied
             * @description Of those delivered
             */
            replied: number | null;
            /**
             * Optouts
             * @description Of those delivered
             */
            optOuts: number | null;
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
        /** RecipientRead */
        RecipientRead: {
            /**
             * Userid
             * Format: uuid
             */
            userId: string;
            /**
             * Name
             * @description Null: the user is not known here yet
             */
            name: string | null;
            /**
             * Mayreceive
             * @description Whether the user is active, has an address and may see all reports; others get none
             */
            mayReceive: boolean;
        };
        /**
         * RunRead
         * @description One time that a report was sent, or is being sent.
         */
        RunRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Dueat
             * Format: date-time
             */
            dueAt: string;
            /**
             * Requestedby
             * @description Who sent it by hand; null: it fell due
             */
            requestedBy: string | null;
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
            status: components["schemas"]["RunStatus"];
            /** Mails */
            mails: components["schemas"]["MailRead"][];
        };
        /**
         * RunStatus
         * @description Where the e-mails of one run stand, together.
         * @enum {string}
         */
        RunStatus: "pending" | "sent" | "partly" | "failed" | "skipped";
        /**
         * Satisfaction
         * @description What customers answered in the period.
         */
        Satisfaction: {
            /** Ratings */
            ratings: number;
            /** Average */
            average: number | null;
            /**
             * Satisfied
             * @description Of all ratings those of 4 and 5
             */
            satisfied: number | null;
            /**
             * Scores
             * @description How many gave each score, from 1 to 5
             */
            scores: {
                [key: string]: number;
            };
        };
        /**
         * ScheduleCreate
         * @example {
         *       "every": "weekly",
         *       "hour": 8,
         *       "name": "Resumo da semana",
         *       "recipientIds": [
         *         "019ab1d2-0c4e-7f11-9c1e-6f0b6f2f9a77"
         *       ],
         *       "report": "summary",
         *       "weekday": 1
         *     }
         */
        ScheduleCreate: {
            /** Name */
            name: string;
            /**
             * Report
             * @enum {string}
             */
            report: "summary" | "daily" | "hourly" | "agents" | "queues" | "channels" | "campaigns" | "delivery-errors" | "opt-outs" | "tags" | "templates";
            /** @default {} */
            filters?: components["schemas"]["FiltersBody"];
            every: components["schemas"]["Every"];
            /** Weekday */
            weekday?: number | null;
            /** Day */
            day?: number | null;
            /**
             * Hour
             * @description By the clock of the company's time zone
             */
            hour: number;
            /**
             * Recipientids
             * @description Users of the company who may see all reports
             */
            recipientIds: string[];
            /**
             * Format
             * @default xlsx
             * @enum {string}
             */
            format?: "csv" | "xlsx";
            /**
             * Language
             * @default pt
             * @enum {string}
             */
            language?: "pt" | "en";
            /**
             * Enabled
             * @default true
             */
            enabled?: boolean;
        };
        /** ScheduleRead */
        ScheduleRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /**
             * Report
             * @enum {string}
             */
            report: "summary" | "daily" | "hourly" | "agents" | "queues" | "channels" | "campaigns" | "delivery-errors" | "opt-outs" | "tags" | "templates";
            filters: components["schemas"]["FiltersBody"];
            every: components["schemas"]["Every"];
            /** Weekday */
            weekday: number | null;
            /** Day */
            day: number | null;
            /** Hour */
            hour: number;
            /**
             * Timezone
             * @description In which the hour is
             */
            timeZone: string;
            /** Recipients */
            recipients: components["schemas"]["RecipientRead"][];
            /**
             * Format
             * @enum {string}
             */
            format: "csv" | "xlsx";
            /**
             * Language
             * @enum {string}
             */
            language: "pt" | "en";
            /** Enabled */
            enabled: boolean;
            /**
             * Nextat
             * @description When it is sent next; null while it is paused
             */
            nextAt: string | null;
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
            /** Revision */
            revision: number;
            lastRun: components["schemas"]["RunRead"] | null;
        };
        /**
         * ScheduleUpdate
         * @description What is absent stays as it is.
         * @example {
         *       "enabled": false
         *     }
         */
        ScheduleUpdate: {
            /** Name */
            name?: string;
            /**
             * Report
             * @enum {string}
             */
            report?: "summary" | "daily" | "hourly" | "agents" | "queues" | "channels" | "campaigns" | "delivery-errors" | "opt-outs" | "tags" | "templates";
            filters?: components["schemas"]["FiltersBody"];
            every?: components["schemas"]["Every"];
            /** Weekday */
            weekday?: number | null;
            /** Day */
            day?: number | null;
            /**
             * Hour
             * @description By the clock of the company's time zone
             */
            hour?: number;
            /** Recipientids */
            recipientIds?: string[];
            /**
             * Format
             * @enum {string}
             */
            format?: "csv" | "xlsx";
            /**
             * Language
             * @enum {string}
             */
            language?: "pt" | "en";
            /** Enabled */
            enabled?: boolean;
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
            /**
             * Successrate
             * @description Messages sent, of all that were sent or failed
             */
            successRate: number | null;
            firstReply: components["schemas"]["FirstReply"];
            tickets: components["schemas"]["TicketFigures"];
            /** @description The period before, if asked for */
            previous?: components["schemas"]["SummaryReport"] | null;
        };
        /** TagFigures */
        TagFigures: {
            /** Opened */
            opened: number;
            /**
             * Closed
             * @description And not reopened since
             */
            closed: number;
            /**
             * Closedbyrule
             * @description Of these, by no person
             */
            closedByRule: number;
            /** Reopened */
            reopened: number;
            /** @description From the opening of a ticket to the first answer */
            firstReply: components["schemas"]["Durations"];
            /** @description From a customer's later message to its answer */
            nextReply: components["schemas"]["Durations"];
            /** @description From the opening to the closing */
            resolution: components["schemas"]["Durations"];
            promises: components["schemas"]["Promises"];
            satisfaction: components["schemas"]["Satisfaction"];
            /**
             * Tagid
             * Format: uuid
             */
            tagId: string;
            /**
             * Name
             * @description Null: not known here yet
             */
            name: string | null;
        };
        /**
         * TagsReport
         * @description By tag, the one with most closed first. A ticket counts under each of its tags.
         */
        TagsReport: {
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
            /** Items */
            items: components["schemas"]["TagFigures"][];
            /** @description The period before, if asked for */
            previous?: components["schemas"]["TagsReport"] | null;
        };
        /**
         * TemplateFigures
         * @description The messages of a template on a channel that were sent, or failed, in the period, as they stand now.
         */
        TemplateFigures: {
            /**
             * Channelid
             * Format: uuid
             */
            channelId: string;
            /**
             * Channelname
             * @description Null: the channel is not known here yet
             */
            channelName: string | null;
            /** Name */
            name: string;
            /** Language */
            language: string;
            /**
             * Messages
             * @description That were sent, or failed
             */
            messages: number;
            /** Sent */
            sent: number;
            /** Delivered */
            delivered: number;
            /** Read */
            read: number;
            /** Failed */
            failed: number;
            rates: components["schemas"]["TemplateRates"];
        };
        /**
         * TemplateRates
         * @description Parts of one; null where there is nothing to divide by.
         */
        TemplateRates: {
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
             * @description Of all messages
             */
            failed: number | null;
        };
        /**
         * TemplatesReport
         * @description By channel, template and language, the one with most messages first.
         */
        TemplatesReport: {
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
            /** Items */
            items: components["schemas"]["TemplateFigures"][];
            /** @description The period before, if asked for */
            previous?: components["schemas"]["TemplatesReport"] | null;
        };
        /**
         * TicketFigures
         * @description Opened and first replies: by when tickets were opened. All else: by when it happened.
         */
        TicketFigures: {
            /** Opened */
            opened: number;
            /**
             * Closed
             * @description And not reopened since
             */
            closed: number;
            /**
             * Closedbyrule
             * @description Of these, by no person
             */
            closedByRule: number;
            /** Reopened */
            reopened: number;
            /** @description From the opening of a ticket to the first answer */
            firstReply: components["schemas"]["Durations"];
            /** @description From a customer's later message to its answer */
            nextReply: components["schemas"]["Durations"];
            /** @description From the opening to the closing */
            resolution: components["schemas"]["Durations"];
            promises: components["schemas"]["Promises"];
            satisfaction: components["schemas"]["Satisfaction"];
        };
        /**
         * VariantComparison
         * @description What may be said of the variants' rates of one figure.
         *
         *     `different`: chance alone does not explain that they are as far apart. `notProven`: it does. `tooFew`: a
         *     variant has fewer than 30 delivered messages, or fewer than 10 recipients did it, or did not, in all.
         */
        VariantComparison: {
            /**
             * Figure
             * @enum {string}
             */
            figure: "read" | "replied" | "optOuts";
            /**
             * Best
             * @description The number of the variant that is better than each other one: of opt-outs the one with the fewest. Null where none is proven to be
             */
            best: number | null;
            /**
             * Pvalue
             * @description How likely variants that do not differ come out as far apart. Adjusted for the number of figures (Holm); they differ below 0.05
             */
            pValue: number | null;
            /**
             * Verdict
             * @enum {string}
             */
            verdict: "different" | "notProven" | "tooFew";
        };
        /**
         * VariantIntervals
         * @description Of each of the `rates` how exactly it is known.
         */
        VariantIntervals: {
            delivered: components["schemas"]["Interval"] | null;
            read: components["schemas"]["Interval"] | null;
            replied: components["schemas"]["Interval"] | null;
            optOuts: components["schemas"]["Interval"] | null;
        };
        /**
         * VariantRates
         * @description Parts of one; absent where there is nothing to divide by.
         */
        VariantRates: {
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
             * Replied
             * @description Of those delivered
             */
            replied: number | null;
            /**
             * Optouts
             * @description Of those delivered
             */
            optOuts: number | null;
        };
        /**
         * VariantReport
         * @description One of a campaign's messages, as the campaign reported its recipients.
         */
        VariantReport: {
            /**
             * Number
             * @description Its place among the messages, from 1
             */
            number: number;
            /** Name */
            name: string;
            /** Total */
            total: number;
            /** Counts */
            counts: {
                [key: string]: number;
            };
            /** Sent */
            sent: number;
            /** Delivered */
            delivered: number;
            /** Read */
            read: number;
            /** Replied */
            replied: number;
            /** Optouts */
            optOuts: number;
            rates: components["schemas"]["VariantRates"];
            intervals: components["schemas"]["VariantIntervals"];
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
        /** @description It contradicts the current state */
        Conflict: {
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
        /** @description The body cannot be read */
        Unreadable: {
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
    "reports.listCampaigns": {
        parameters: {
            query?: {
                /** @description Items per page */
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string | null;
                /** @description Started on this day of the company's time zone or later */
                from?: string | null;
                /** @description Started on this day or earlier */
                to?: string | null;
                /** @description Only campaigns of this channel */
                channelId?: string | null;
                /** @description Only campaigns that have it now */
                status?: ("draft" | "scheduled" | "expanding" | "running" | "paused" | "finished" | "cancelled" | "failed") | null;
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
    "reports.exportCampaigns": {
        parameters: {
            query?: {
                format?: "csv" | "xlsx";
                /** @description Started on this day of the company's time zone or later */
                from?: string | null;
                /** @description Started on this day or earlier */
                to?: string | null;
                /** @description Only campaigns of this channel */
                channelId?: string | null;
                /** @description Only campaigns that have it now */
                status?: ("draft" | "scheduled" | "expanding" | "running" | "paused" | "finished" | "cancelled" | "failed") | null;
                /** @description Between cells; absent: as spreadsheets in the company's country have it */
                separator?: ("comma" | "semicolon" | "tab") | null;
                /** @description Whether a byte order mark is in front, as Excel needs; absent: yes */
                bom?: boolean | null;
            };
            header?: never;
            path?: never;
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
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description Too many rows for a workbook */
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
    "reports.linkCampaigns": {
        parameters: {
            query?: {
                format?: "csv" | "xlsx";
                /** @description Started on this day of the company's time zone or later */
                from?: string | null;
                /** @description Started on this day or earlier */
                to?: string | null;
                /** @description Only campaigns of this channel */
                channelId?: string | null;
                /** @description Only campaigns that have it now */
                status?: ("draft" | "scheduled" | "expanding" | "running" | "paused" | "finished" | "cancelled" | "failed") | null;
                /** @description Between cells; absent: as spreadsheets in the company's country have it */
                separator?: ("comma" | "semicolon" | "tab") | null;
                /** @description Whether a byte order mark is in front, as Excel needs; absent: yes */
                bom?: boolean | null;
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
                    "application/json": components["schemas"]["DownloadLink"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
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
    "reports.getCampaignCurve": {
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
                    "application/json": components["schemas"]["CurveReport"];
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
    "reports.linkExport": {
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
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DownloadLink"];
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
    "reports.exportCampaignWorkbook": {
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
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description Too many rows for a workbook */
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
    "reports.linkWorkbook": {
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
                    "application/json": components["schemas"]["DownloadLink"];
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
    "reports.exportVariants": {
        parameters: {
            query?: {
                format?: "csv" | "xlsx";
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
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
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
    "reports.linkVariants": {
        parameters: {
            query?: {
                format?: "csv" | "xlsx";
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
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DownloadLink"];
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
    "reports.getDaily": {
        parameters: {
            query?: {
                /** @description First day, in the company's time zone */
                from?: string | null;
                /** @description Last day, which belongs to the period */
                to?: string | null;
                /** @description Only what happened on this channel */
                channelId?: string | null;
                /** @description Of tickets: only those that are in this queue. Agents may name those they belong to */
                queueId?: string | null;
                /** @description Of tickets: only those of this agent. Agents may name themselves */
                agentId?: string | null;
                /** @description Of tickets: only those that have this tag */
                tagId?: string | null;
                /** @description Whether `previous` has as many days that lie right before */
                compare?: boolean;
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
    "reports.getHourly": {
        parameters: {
            query?: {
                /** @description First day, in the company's time zone */
                from?: string | null;
                /** @description Last day, which belongs to the period */
                to?: string | null;
                /** @description Only what happened on this channel */
                channelId?: string | null;
                /** @description Of tickets: only those that are in this queue. Agents may name those they belong to */
                queueId?: string | null;
                /** @description Of tickets: only those of this agent. Agents may name themselves */
                agentId?: string | null;
                /** @description Of tickets: only those that have this tag */
                tagId?: string | null;
                /** @description Whether `previous` has as many days that lie right before */
                compare?: boolean;
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
                    "application/json": components["schemas"]["HourlyReport"];
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
                /** @description Of tickets: only those that are in this queue. Agents may name those they belong to */
                queueId?: string | null;
                /** @description Of tickets: only those of this agent. Agents may name themselves */
                agentId?: string | null;
                /** @description Of tickets: only those that have this tag */
                tagId?: string | null;
                /** @description Whether `previous` has as many days that lie right before */
                compare?: boolean;
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
    "reports.getAgents": {
        parameters: {
            query?: {
                /** @description First day, in the company's time zone */
                from?: string | null;
                /** @description Last day, which belongs to the period */
                to?: string | null;
                /** @description Only what happened on this channel */
                channelId?: string | null;
                /** @description Of tickets: only those that are in this queue. Agents may name those they belong to */
                queueId?: string | null;
                /** @description Of tickets: only those of this agent. Agents may name themselves */
                agentId?: string | null;
                /** @description Of tickets: only those that have this tag */
                tagId?: string | null;
                /** @description Whether `previous` has as many days that lie right before */
                compare?: boolean;
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
                    "application/json": components["schemas"]["AgentsReport"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "reports.getQueues": {
        parameters: {
            query?: {
                /** @description First day, in the company's time zone */
                from?: string | null;
                /** @description Last day, which belongs to the period */
                to?: string | null;
                /** @description Only what happened on this channel */
                channelId?: string | null;
                /** @description Of tickets: only those that are in this queue. Agents may name those they belong to */
                queueId?: string | null;
                /** @description Of tickets: only those of this agent. Agents may name themselves */
                agentId?: string | null;
                /** @description Of tickets: only those that have this tag */
                tagId?: string | null;
                /** @description Whether `previous` has as many days that lie right before */
                compare?: boolean;
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
                    "application/json": components["schemas"]["QueuesReport"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "reports.getTags": {
        parameters: {
            query?: {
                /** @description First day, in the company's time zone */
                from?: string | null;
                /** @description Last day, which belongs to the period */
                to?: string | null;
                /** @description Only what happened on this channel */
                channelId?: string | null;
                /** @description Of tickets: only those that are in this queue. Agents may name those they belong to */
                queueId?: string | null;
                /** @description Of tickets: only those of this agent. Agents may name themselves */
                agentId?: string | null;
                /** @description Of tickets: only those that have this tag */
                tagId?: string | null;
                /** @description Whether `previous` has as many days that lie right before */
                compare?: boolean;
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
                    "application/json": components["schemas"]["TagsReport"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "reports.getChannels": {
        parameters: {
            query?: {
                /** @description First day, in the company's time zone */
                from?: string | null;
                /** @description Last day, which belongs to the period */
                to?: string | null;
                /** @description Only what happened on this channel */
                channelId?: string | null;
                /** @description Whether `previous` has as many days that lie right before */
                compare?: boolean;
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
                    "application/json": components["schemas"]["ChannelsReport"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "reports.getDeliveryErrors": {
        parameters: {
            query?: {
                /** @description First day, in the company's time zone */
                from?: string | null;
                /** @description Last day, which belongs to the period */
                to?: string | null;
                /** @description Only what happened on this channel */
                channelId?: string | null;
                /** @description Whether `previous` has as many days that lie right before */
                compare?: boolean;
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
                    "application/json": components["schemas"]["DeliveryErrorsReport"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "reports.getOptOuts": {
        parameters: {
            query?: {
                /** @description First day, in the company's time zone */
                from?: string | null;
                /** @description Last day, which belongs to the period */
                to?: string | null;
                /** @description Only what happened on this channel */
                channelId?: string | null;
                /** @description Whether `previous` has as many days that lie right before */
                compare?: boolean;
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
                    "application/json": components["schemas"]["OptOutsReport"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "reports.getTemplates": {
        parameters: {
            query?: {
                /** @description First day, in the company's time zone */
                from?: string | null;
                /** @description Last day, which belongs to the period */
                to?: string | null;
                /** @description Only what happened on this channel */
                channelId?: string | null;
                /** @description Whether `previous` has as many days that lie right before */
                compare?: boolean;
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
                    "application/json": components["schemas"]["TemplatesReport"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "reports.exportSummary": {
        parameters: {
            query?: {
                format?: "csv" | "xlsx";
                /** @description First day, in the company's time zone */
                from?: string | null;
                /** @description Last day, which belongs to the period */
                to?: string | null;
                /** @description Only what happened on this channel */
                channelId?: string | null;
                /** @description Of tickets: only those that are in this queue. Agents may name those they belong to */
                queueId?: string | null;
                /** @description Of tickets: only those of this agent. Agents may name themselves */
                agentId?: string | null;
                /** @description Of tickets: only those that have this tag */
                tagId?: string | null;
                /** @description Whether `previous` has as many days that lie right before */
                compare?: boolean;
                /** @description Between cells; absent: as spreadsheets in the company's country have it */
                separator?: ("comma" | "semicolon" | "tab") | null;
                /** @description Whether a byte order mark is in front, as Excel needs; absent: yes */
                bom?: boolean | null;
            };
            header?: never;
            path?: never;
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
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "reports.linkSummary": {
        parameters: {
            query?: {
                format?: "csv" | "xlsx";
                /** @description First day, in the company's time zone */
                from?: string | null;
                /** @description Last day, which belongs to the period */
                to?: string | null;
                /** @description Only what happened on this channel */
                channelId?: string | null;
                /** @description Of tickets: only those that are in this queue. Agents may name those they belong to */
                queueId?: string | null;
                /** @description Of tickets: only those of this agent. Agents may name themselves */
                agentId?: string | null;
                /** @description Of tickets: only those that have this tag */
                tagId?: string | null;
                /** @description Whether `previous` has as many days that lie right before */
                compare?: boolean;
                /** @description Between cells; absent: as spreadsheets in the company's country have it */
                separator?: ("comma" | "semicolon" | "tab") | null;
                /** @description Whether a byte order mark is in front, as Excel needs; absent: yes */
                bom?: boolean | null;
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
                    "application/json": components["schemas"]["DownloadLink"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "reports.exportDaily": {
        parameters: {
            query?: {
                format?: "csv" | "xlsx";
                /** @description First day, in the company's time zone */
                from?: string | null;
                /** @description Last day, which belongs to the period */
                to?: string | null;
                /** @description Only what happened on this channel */
                channelId?: string | null;
                /** @description Of tickets: only those that are in this queue. Agents may name those they belong to */
                queueId?: string | null;
                /** @description Of tickets: only those of this agent. Agents may name themselves */
                agentId?: string | null;
                /** @description Of tickets: only those that have this tag */
                tagId?: string | null;
                /** @description Whether `previous` has as many days that lie right before */
                compare?: boolean;
                /** @description Between cells; absent: as spreadsheets in the company's country have it */
                separator?: ("comma" | "semicolon" | "tab") | null;
                /** @description Whether a byte order mark is in front, as Excel needs; absent: yes */
                bom?: boolean | null;
            };
            header?: never;
            path?: never;
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
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "reports.linkDaily": {
        parameters: {
            query?: {
                format?: "csv" | "xlsx";
                /** @description First day, in the company's time zone */
                from?: string | null;
                /** @description Last day, which belongs to the period */
                to?: string | null;
                /** @description Only what happened on this channel */
                channelId?: string | null;
                /** @description Of tickets: only those that are in this queue. Agents may name those they belong to */
                queueId?: string | null;
                /** @description Of tickets: only those of this agent. Agents may name themselves */
                agentId?: string | null;
                /** @description Of tickets: only those that have this tag */
                tagId?: string | null;
                /** @description Whether `previous` has as many days that lie right before */
                compare?: boolean;
                /** @description Between cells; absent: as spreadsheets in the company's country have it */
                separator?: ("comma" | "semicolon" | "tab") | null;
                /** @description Whether a byte order mark is in front, as Excel needs; absent: yes */
                bom?: boolean | null;
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
                    "application/json": components["schemas"]["DownloadLink"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "reports.exportHourly": {
        parameters: {
            query?: {
                format?: "csv" | "xlsx";
                /** @description First day, in the company's time zone */
                from?: string | null;
                /** @description Last day, which belongs to the period */
                to?: string | null;
                /** @description Only what happened on this channel */
                channelId?: string | null;
                /** @description Of tickets: only those that are in this queue. Agents may name those they belong to */
                queueId?: string | null;
                /** @description Of tickets: only those of this agent. Agents may name themselves */
                agentId?: string | null;
                /** @description Of tickets: only those that have this tag */
                tagId?: string | null;
                /** @description Whether `previous` has as many days that lie right before */
                compare?: boolean;
                /** @description Between cells; absent: as spreadsheets in the company's country have it */
                separator?: ("comma" | "semicolon" | "tab") | null;
                /** @description Whether a byte order mark is in front, as Excel needs; absent: yes */
                bom?: boolean | null;
            };
            header?: never;
            path?: never;
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
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "reports.linkHourly": {
        parameters: {
            query?: {
                format?: "csv" | "xlsx";
                /** @description First day, in the company's time zone */
                from?: string | null;
                /** @description Last day, which belongs to the period */
                to?: string | null;
                /** @description Only what happened on this channel */
                channelId?: string | null;
                /** @description Of tickets: only those that are in this queue. Agents may name those they belong to */
                queueId?: string | null;
                /** @description Of tickets: only those of this agent. Agents may name themselves */
                agentId?: string | null;
                /** @description Of tickets: only those that have this tag */
                tagId?: string | null;
                /** @description Whether `previous` has as many days that lie right before */
                compare?: boolean;
                /** @description Between cells; absent: as spreadsheets in the company's country have it */
                separator?: ("comma" | "semicolon" | "tab") | null;
                /** @description Whether a byte order mark is in front, as Excel needs; absent: yes */
                bom?: boolean | null;
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
                    "application/json": components["schemas"]["DownloadLink"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "reports.exportAgents": {
        parameters: {
            query?: {
                format?: "csv" | "xlsx";
                /** @description First day, in the company's time zone */
                from?: string | null;
                /** @description Last day, which belongs to the period */
                to?: string | null;
                /** @description Only what happened on this channel */
                channelId?: string | null;
                /** @description Of tickets: only those that are in this queue. Agents may name those they belong to */
                queueId?: string | null;
                /** @description Of tickets: only those of this agent. Agents may name themselves */
                agentId?: string | null;
                /** @description Of tickets: only those that have this tag */
                tagId?: string | null;
                /** @description Whether `previous` has as many days that lie right before */
                compare?: boolean;
                /** @description Between cells; absent: as spreadsheets in the company's country have it */
                separator?: ("comma" | "semicolon" | "tab") | null;
                /** @description Whether a byte order mark is in front, as Excel needs; absent: yes */
                bom?: boolean | null;
            };
            header?: never;
            path?: never;
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
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "reports.linkAgents": {
        parameters: {
            query?: {
                format?: "csv" | "xlsx";
                /** @description First day, in the company's time zone */
                from?: string | null;
                /** @description Last day, which belongs to the period */
                to?: string | null;
                /** @description Only what happened on this channel */
                channelId?: string | null;
                /** @description Of tickets: only those that are in this queue. Agents may name those they belong to */
                queueId?: string | null;
                /** @description Of tickets: only those of this agent. Agents may name themselves */
                agentId?: string | null;
                /** @description Of tickets: only those that have this tag */
                tagId?: string | null;
                /** @description Whether `previous` has as many days that lie right before */
                compare?: boolean;
                /** @description Between cells; absent: as spreadsheets in the company's country have it */
                separator?: ("comma" | "semicolon" | "tab") | null;
                /** @description Whether a byte order mark is in front, as Excel needs; absent: yes */
                bom?: boolean | null;
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
                    "application/json": components["schemas"]["DownloadLink"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "reports.exportQueues": {
        parameters: {
            query?: {
                format?: "csv" | "xlsx";
                /** @description First day, in the company's time zone */
                from?: string | null;
                /** @description Last day, which belongs to the period */
                to?: string | null;
                /** @description Only what happened on this channel */
                channelId?: string | null;
                /** @description Of tickets: only those that are in this queue. Agents may name those they belong to */
                queueId?: string | null;
                /** @description Of tickets: only those of this agent. Agents may name themselves */
                agentId?: string | null;
                /** @description Of tickets: only those that have this tag */
                tagId?: string | null;
                /** @description Whether `previous` has as many days that lie right before */
                compare?: boolean;
                /** @description Between cells; absent: as spreadsheets in the company's country have it */
                separator?: ("comma" | "semicolon" | "tab") | null;
                /** @description Whether a byte order mark is in front, as Excel needs; absent: yes */
                bom?: boolean | null;
            };
            header?: never;
            path?: never;
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
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "reports.linkQueues": {
        parameters: {
            query?: {
                format?: "csv" | "xlsx";
                /** @description First day, in the company's time zone */
                from?: string | null;
                /** @description Last day, which belongs to the period */
                to?: string | null;
                /** @description Only what happened on this channel */
                channelId?: string | null;
                /** @description Of tickets: only those that are in this queue. Agents may name those they belong to */
                queueId?: string | null;
                /** @description Of tickets: only those of this agent. Agents may name themselves */
                agentId?: string | null;
                /** @description Of tickets: only those that have this tag */
                tagId?: string | null;
                /** @description Whether `previous` has as many days that lie right before */
                compare?: boolean;
                /** @description Between cells; absent: as spreadsheets in the company's country have it */
                separator?: ("comma" | "semicolon" | "tab") | null;
                /** @description Whether a byte order mark is in front, as Excel needs; absent: yes */
                bom?: boolean | null;
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
                    "application/json": components["schemas"]["DownloadLink"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "reports.exportTags": {
        parameters: {
            query?: {
                format?: "csv" | "xlsx";
                /** @description First day, in the company's time zone */
                from?: string | null;
                /** @description Last day, which belongs to the period */
                to?: string | null;
                /** @description Only what happened on this channel */
                channelId?: string | null;
                /** @description Of tickets: only those that are in this queue. Agents may name those they belong to */
                queueId?: string | null;
                /** @description Of tickets: only those of this agent. Agents may name themselves */
                agentId?: string | null;
                /** @description Of tickets: only those that have this tag */
                tagId?: string | null;
                /** @description Whether `previous` has as many days that lie right before */
                compare?: boolean;
                /** @description Between cells; absent: as spreadsheets in the company's country have it */
                separator?: ("comma" | "semicolon" | "tab") | null;
                /** @description Whether a byte order mark is in front, as Excel needs; absent: yes */
                bom?: boolean | null;
            };
            header?: never;
            path?: never;
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
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "reports.linkTags": {
        parameters: {
            query?: {
                format?: "csv" | "xlsx";
                /** @description First day, in the company's time zone */
                from?: string | null;
                /** @description Last day, which belongs to the period */
                to?: string | null;
                /** @description Only what happened on this channel */
                channelId?: string | null;
                /** @description Of tickets: only those that are in this queue. Agents may name those they belong to */
                queueId?: string | null;
                /** @description Of tickets: only those of this agent. Agents may name themselves */
                agentId?: string | null;
                /** @description Of tickets: only those that have this tag */
                tagId?: string | null;
                /** @description Whether `previous` has as many days that lie right before */
                compare?: boolean;
                /** @description Between cells; absent: as spreadsheets in the company's country have it */
                separator?: ("comma" | "semicolon" | "tab") | null;
                /** @description Whether a byte order mark is in front, as Excel needs; absent: yes */
                bom?: boolean | null;
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
                    "application/json": components["schemas"]["DownloadLink"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "reports.exportChannels": {
        parameters: {
            query?: {
                format?: "csv" | "xlsx";
                /** @description First day, in the company's time zone */
                from?: string | null;
                /** @description Last day, which belongs to the period */
                to?: string | null;
                /** @description Only what happened on this channel */
                channelId?: string | null;
                /** @description Whether `previous` has as many days that lie right before */
                compare?: boolean;
                /** @description Between cells; absent: as spreadsheets in the company's country have it */
                separator?: ("comma" | "semicolon" | "tab") | null;
                /** @description Whether a byte order mark is in front, as Excel needs; absent: yes */
                bom?: boolean | null;
            };
            header?: never;
            path?: never;
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
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "reports.linkChannels": {
        parameters: {
            query?: {
                format?: "csv" | "xlsx";
                /** @description First day, in the company's time zone */
                from?: string | null;
                /** @description Last day, which belongs to the period */
                to?: string | null;
                /** @description Only what happened on this channel */
                channelId?: string | null;
                /** @description Whether `previous` has as many days that lie right before */
                compare?: boolean;
                /** @description Between cells; absent: as spreadsheets in the company's country have it */
                separator?: ("comma" | "semicolon" | "tab") | null;
                /** @description Whether a byte order mark is in front, as Excel needs; absent: yes */
                bom?: boolean | null;
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
                    "application/json": components["schemas"]["DownloadLink"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "reports.exportTemplates": {
        parameters: {
            query?: {
                format?: "csv" | "xlsx";
                /** @description First day, in the company's time zone */
                from?: string | null;
                /** @description Last day, which belongs to the period */
                to?: string | null;
                /** @description Only what happened on this channel */
                channelId?: string | null;
                /** @description Whether `previous` has as many days that lie right before */
                compare?: boolean;
                /** @description Between cells; absent: as spreadsheets in the company's country have it */
                separator?: ("comma" | "semicolon" | "tab") | null;
                /** @description Whether a byte order mark is in front, as Excel needs; absent: yes */
                bom?: boolean | null;
            };
            header?: never;
            path?: never;
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
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "reports.linkTemplates": {
        parameters: {
            query?: {
                format?: "csv" | "xlsx";
                /** @description First day, in the company's time zone */
                from?: string | null;
                /** @description Last day, which belongs to the period */
                to?: string | null;
                /** @description Only what happened on this channel */
                channelId?: string | null;
                /** @description Whether `previous` has as many days that lie right before */
                compare?: boolean;
                /** @description Between cells; absent: as spreadsheets in the company's country have it */
                separator?: ("comma" | "semicolon" | "tab") | null;
                /** @description Whether a byte order mark is in front, as Excel needs; absent: yes */
                bom?: boolean | null;
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
                    "application/json": components["schemas"]["DownloadLink"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "reports.exportDeliveryErrors": {
        parameters: {
            query?: {
                format?: "csv" | "xlsx";
                /** @description First day, in the company's time zone */
                from?: string | null;
                /** @description Last day, which belongs to the period */
                to?: string | null;
                /** @description Only what happened on this channel */
                channelId?: string | null;
                /** @description Whether `previous` has as many days that lie right before */
                compare?: boolean;
                /** @description Between cells; absent: as spreadsheets in the company's country have it */
                separator?: ("comma" | "semicolon" | "tab") | null;
                /** @description Whether a byte order mark is in front, as Excel needs; absent: yes */
                bom?: boolean | null;
            };
            header?: never;
            path?: never;
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
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "reports.linkDeliveryErrors": {
        parameters: {
            query?: {
                format?: "csv" | "xlsx";
                /** @description First day, in the company's time zone */
                from?: string | null;
                /** @description Last day, which belongs to the period */
                to?: string | null;
                /** @description Only what happened on this channel */
                channelId?: string | null;
                /** @description Whether `previous` has as many days that lie right before */
                compare?: boolean;
                /** @description Between cells; absent: as spreadsheets in the company's country have it */
                separator?: ("comma" | "semicolon" | "tab") | null;
                /** @description Whether a byte order mark is in front, as Excel needs; absent: yes */
                bom?: boolean | null;
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
                    "application/json": components["schemas"]["DownloadLink"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "reports.exportOptOuts": {
        parameters: {
            query?: {
                format?: "csv" | "xlsx";
                /** @description First day, in the company's time zone */
                from?: string | null;
                /** @description Last day, which belongs to the period */
                to?: string | null;
                /** @description Only what happened on this channel */
                channelId?: string | null;
                /** @description Whether `previous` has as many days that lie right before */
                compare?: boolean;
                /** @description Between cells; absent: as spreadsheets in the company's country have it */
                separator?: ("comma" | "semicolon" | "tab") | null;
                /** @description Whether a byte order mark is in front, as Excel needs; absent: yes */
                bom?: boolean | null;
            };
            header?: never;
            path?: never;
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
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "reports.linkOptOuts": {
        parameters: {
            query?: {
                format?: "csv" | "xlsx";
                /** @description First day, in the company's time zone */
                from?: string | null;
                /** @description Last day, which belongs to the period */
                to?: string | null;
                /** @description Only what happened on this channel */
                channelId?: string | null;
                /** @description Whether `previous` has as many days that lie right before */
                compare?: boolean;
                /** @description Between cells; absent: as spreadsheets in the company's country have it */
                separator?: ("comma" | "semicolon" | "tab") | null;
                /** @description Whether a byte order mark is in front, as Excel needs; absent: yes */
                bom?: boolean | null;
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
                    "application/json": components["schemas"]["DownloadLink"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "reports.listSchedules": {
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
                    "application/json": components["schemas"]["Page_ScheduleRead_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "reports.createSchedule": {
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
                "application/json": components["schemas"]["ScheduleCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleRead"];
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
    "reports.getSchedule": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                schedule_id: string;
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
                    "application/json": components["schemas"]["ScheduleRead"];
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
    "reports.deleteSchedule": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you read, which is the `revision` in quotes; 412 if it has changed */
                "if-match"?: string | null;
            };
            path: {
                schedule_id: string;
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
            412: components["responses"]["RevisionChanged"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "reports.updateSchedule": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you read, which is the `revision` in quotes; 412 if it has changed */
                "if-match"?: string | null;
            };
            path: {
                schedule_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduleUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleRead"];
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
    "reports.sendSchedule": {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, such as a UUID: for a day the same request under the same key is done once, and answered the same each time (`Idempotency-Replayed: true`) */
                "idempotency-key"?: string | null;
            };
            path: {
                schedule_id: string;
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
                    "application/json": components["schemas"]["RunRead"];
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
    "reports.listScheduleRuns": {
        parameters: {
            query?: {
                /** @description Items per page */
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string | null;
            };
            header?: never;
            path: {
                schedule_id: string;
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
                    "application/json": components["schemas"]["Page_RunRead_"];
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
    "reports.leaveSchedule": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                schedule_id: string;
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
    "reports.listExports": {
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
                    "application/json": components["schemas"]["Page_ExportRead_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "reports.createExport": {
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
                "application/json": components["schemas"]["ExportCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportRead"];
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
    "reports.getExport": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                export_id: string;
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
                    "application/json": components["schemas"]["ExportRead"];
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
    "reports.deleteExport": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                export_id: string;
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
    "reports.getExportFile": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                export_id: string;
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
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
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
    "reports.linkExportFile": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                export_id: string;
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
                    "application/json": components["schemas"]["DownloadLink"];
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
}
