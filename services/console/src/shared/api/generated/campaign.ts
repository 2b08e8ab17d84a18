// Written by `make client` from docs/openapi/campaign.json. Do not edit.

export interface paths {
    "/api/v1/campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Campaigns
         * @description List campaigns, newest first: those in use, or those that were archived; or the runs of one.
         */
        get: operations["campaigns.list"];
        put?: never;
        /**
         * Create Campaign
         * @description Create a draft.
         */
        post: operations["campaigns.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{campaign_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Campaign
         * @description One campaign, and what can be done to it now.
         */
        get: operations["campaigns.get"];
        put?: never;
        post?: never;
        /**
         * Delete Campaign
         * @description Delete a draft.
         */
        delete: operations["campaigns.delete"];
        options?: never;
        head?: never;
        /**
         * Update Campaign
         * @description Change a draft.
         */
        patch: operations["campaigns.update"];
        trace?: never;
    };
    "/api/v1/campaigns/{campaign_id}/targets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Targets
         * @description What the audience is made of.
         */
        get: operations["campaigns.listTargets"];
        put?: never;
        /**
         * Add Targets
         * @description Add contacts to a draft's audience, everybody, a segment, or recipients of another campaign.
         *
         *     Adding it again changes nothing.
         */
        post: operations["campaigns.addTargets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{campaign_id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start Campaign
         * @description Freeze the content and begin.
         *
         *     A campaign that is no template, and has recipients who did not write in the last 24 hours, is refused with
         *     409 `window-closed` unless the body confirms it.
         */
        post: operations["campaigns.start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{campaign_id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause Campaign
         * @description Stop sending; at most a few seconds of the channel's rate are still under way.
         */
        post: operations["campaigns.pause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{campaign_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume Campaign
         * @description Go on with those who are still pending.
         */
        post: operations["campaigns.resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{campaign_id}/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Finish Campaign
         * @description End it as a success: who is still pending gets nothing.
         */
        post: operations["campaigns.finish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{campaign_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel Campaign
         * @description Call it off: who is still pending gets nothing.
         */
        post: operations["campaigns.cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{campaign_id}/duplicate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Duplicate Campaign
         * @description Create a draft with the same content, options and audience.
         */
        post: operations["campaigns.duplicate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{campaign_id}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Archive Campaign
         * @description Take a draft or an ended campaign out of the default list.
         */
        post: operations["campaigns.archive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{campaign_id}/unarchive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Unarchive Campaign
         * @description Put it back into the default list.
         */
        post: operations["campaigns.unarchive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{campaign_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Moves
         * @description List the states it has been in, when it got there, and who did it.
         */
        get: operations["campaigns.listHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{campaign_id}/targets/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview Targets
         * @description What a CSV or XLSX file would become in the audience: its columns, first rows and problems.
         *
         *     Nothing is stored. With `reading` its columns are used as that says.
         */
        post: operations["campaigns.previewTargets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{campaign_id}/targets/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import Targets
         * @description Add the people of a CSV or XLSX file to a draft's audience; they need not be contacts.
         *
         *     A column of phones is read, that of names if there is one, and every other column is a variable of its
         *     row: ``{{city}}`` in the message is what the column ``city`` says. `reading` may say otherwise. It is
         *     done in the background; ``GET /campaigns/{id}/targets`` shows how far it is.
         */
        post: operations["campaigns.importTargets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{campaign_id}/targets/{source_id}/problems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Problems
         * @description List the rows of a file that name no person, and why, in the order of their lines.
         */
        get: operations["campaigns.listTargetProblems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{campaign_id}/targets/{source_id}/problems/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Problems
         * @description The rows of a file that name no person, with the reason in front, as CSV: to be corrected and sent.
         */
        get: operations["campaigns.exportTargetProblems"];
        put?: never;
        /**
         * Campaigns.Linktargetproblemsexport
         * @description Make a link under which a browser may save this file, without a token: once, within a minute. It stands for a `GET` with the same query, by you: what you may no longer get then is refused.
         */
        post: operations["campaigns.linkTargetProblemsExport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{campaign_id}/targets/{source_id}": {
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
         * Remove Source
         * @description Take everybody, a segment or a file out of a draft's audience.
         */
        delete: operations["campaigns.removeTargets"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{campaign_id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview
         * @description What a contact would get, of each variant, or why it cannot be made.
         */
        post: operations["campaigns.preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{campaign_id}/test-send": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send Test
         * @description Send the message to a phone, your own for instance, before others get it.
         */
        post: operations["campaigns.sendTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{campaign_id}/test-sends": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Tests
         * @description What was sent to try the message, newest first, and its outcome.
         */
        get: operations["campaigns.listTestSends"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{campaign_id}/estimate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Estimate
         * @description How many would get it, for how long it would run, and for how many it cannot be made.
         */
        get: operations["campaigns.estimate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{campaign_id}/variants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Variants
         * @description The variants, each with its recipients by state; none if there is only one message.
         */
        get: operations["campaigns.listVariants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{campaign_id}/recipients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Recipients
         * @description List recipients in the order in which they are sent to; those found by phone alone by their numbers.
         */
        get: operations["campaigns.listRecipients"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{campaign_id}/recipients/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Recipients
         * @description One row for each recipient, as a file in CSV or, up to 200,000 rows, as a workbook (409 beyond).
         */
        get: operations["campaigns.exportRecipients"];
        put?: never;
        /**
         * Campaigns.Linkrecipientsexport
         * @description Make a link under which a browser may save this file, without a token: once, within a minute. It stands for a `GET` with the same query, by you: what you may no longer get then is refused.
         */
        post: operations["campaigns.linkRecipientsExport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{campaign_id}/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Progress
         * @description Count recipients by status, as of now.
         */
        get: operations["campaigns.getProgress"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/segments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Segments
         * @description List segments, newest first.
         */
        get: operations["segments.list"];
        put?: never;
        /**
         * Create Segment
         * @description Keep a filter under a name that no other segment has.
         */
        post: operations["segments.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/segments/{segment_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Segment
         * @description One segment.
         */
        get: operations["segments.get"];
        put?: never;
        post?: never;
        /**
         * Delete Segment
         * @description Delete a segment. Audiences that were given it keep what it was.
         */
        delete: operations["segments.delete"];
        options?: never;
        head?: never;
        /**
         * Update Segment
         * @description Change a segment. Audiences that were given it keep what it was.
         */
        patch: operations["segments.update"];
        trace?: never;
    };
    "/api/v1/segments/{segment_id}/estimate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Estimate Segment
         * @description How many contacts it would find now.
         */
        get: operations["segments.estimate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/segments/{segment_id}/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Contacts
         * @description The contacts that it finds now, newest first.
         *
         *     A page of a segment that finds few of many contacts may have fewer than `limit`, even none: there are no
         *     more when `nextCursor` is null.
         */
        get: operations["segments.listContacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/opt-outs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Opt Outs
         * @description List who is out, latest first.
         */
        get: operations["optOuts.list"];
        put?: never;
        /**
         * Create Opt Out
         * @description Take a person out of broadcasts, from one channel or from all. Doing it again changes nothing.
         */
        post: operations["optOuts.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/opt-outs/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import Opt Outs
         * @description Put everybody in a CSV or XLSX file (up to 10,000 rows) out of broadcasts.
         *
         *     Who is out already stays as they are. Rows that name no person are reported and do not stop the others.
         */
        post: operations["optOuts.import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/opt-outs/imports/{file_id}/rejected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Rejected
         * @description The rows of a file that were refused, with the reason in front, as CSV: to be corrected and sent again.
         *
         *     They are kept for 30 days.
         */
        get: operations["optOuts.exportRejected"];
        put?: never;
        /**
         * Optouts.Linkrejected
         * @description Make a link under which a browser may save this file, without a token: once, within a minute. It stands for a `GET` with the same query, by you: what you may no longer get then is refused.
         */
        post: operations["optOuts.linkRejected"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/opt-outs/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Opt Outs
         * @description The list as a CSV file, latest first.
         */
        get: operations["optOuts.export"];
        put?: never;
        /**
         * Optouts.Linkexport
         * @description Make a link under which a browser may save this file, without a token: once, within a minute. It stands for a `GET` with the same query, by you: what you may no longer get then is refused.
         */
        post: operations["optOuts.linkExport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/opt-outs/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Opt Out Settings
         * @description Which messages are a request to leave or to come back, and what is answered.
         */
        get: operations["optOuts.getSettings"];
        /**
         * Put Opt Out Settings
         * @description Choose the keywords, and what who leaves or comes back is answered; null: nothing.
         */
        put: operations["optOuts.setSettings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/opt-outs/{opt_out_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Opt Out History
         * @description All that a person said, or staff for them, of this channel or of all; latest first.
         */
        get: operations["optOuts.listHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/opt-outs/{opt_out_id}": {
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
         * Delete Opt Out
         * @description Let a person have broadcasts again.
         */
        delete: operations["optOuts.delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview Content
         * @description What the first people of an audience would get. Neither content nor audience need be stored.
         *
         *     The audience is a campaign's (with the rows of its files), a segment or some contacts; the content that
         *     of the request, else the campaign's.
         */
        post: operations["campaigns.previewContent"];
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
         * AllOf
         * @description All of these hold.
         */
        "AllOf-Input": {
            /** And */
            and: (components["schemas"]["AllOf-Input"] | components["schemas"]["AnyOf-Input"] | components["schemas"]["Not-Input"] | components["schemas"]["HasTag"] | components["schemas"]["FieldIs"] | components["schemas"]["LastSeen"])[];
        };
        /**
         * AllOf
         * @description All of these hold.
         */
        "AllOf-Output": {
            /** And */
            and: (components["schemas"]["AllOf-Output"] | components["schemas"]["AnyOf-Output"] | components["schemas"]["Not-Output"] | components["schemas"]["HasTag"] | components["schemas"]["FieldIs"] | components["schemas"]["LastSeen"])[];
        };
        /**
         * AnyOf
         * @description One of these holds, or more.
         */
        "AnyOf-Input": {
            /** Or */
            or: (components["schemas"]["AllOf-Input"] | components["schemas"]["AnyOf-Input"] | components["schemas"]["Not-Input"] | components["schemas"]["HasTag"] | components["schemas"]["FieldIs"] | components["schemas"]["LastSeen"])[];
        };
        /**
         * AnyOf
         * @description One of these holds, or more.
         */
        "AnyOf-Output": {
            /** Or */
            or: (components["schemas"]["AllOf-Output"] | components["schemas"]["AnyOf-Output"] | components["schemas"]["Not-Output"] | components["schemas"]["HasTag"] | components["schemas"]["FieldIs"] | components["schemas"]["LastSeen"])[];
        };
        /**
         * ButtonBody
         * @description The value of a template's button: the end of its address, what comes back, or the code to copy.
         */
        ButtonBody: {
            /**
             * Index
             * @description Its place in the template, from 0
             */
            index: number;
            /**
             * Type
             * @enum {string}
             */
            type: "url" | "quick_reply" | "copy_code";
            /** Value */
            value: string;
        };
        /**
         * CampaignCreate
         * @description A campaign of one content: a ``message``, a ``template``, ``media``, or ``variants`` of these.
         * @example {
         *       "channelId": "01980a2e-5b7c-7cc1-a4c8-3f1d2b6e9a10",
         *       "message": "Olá {{first_name|cliente}}, encomendas até dia 20!",
         *       "name": "Pães de Natal"
         *     }
         */
        CampaignCreate: {
            /**
             * Timezone
             * @description Of all its local times; absent or null: the company's
             */
            timeZone?: string | null;
            /**
             * Scheduledat
             * @description When a scheduled campaign starts: local time, or with an offset
             */
            scheduledAt?: string | null;
            /**
             * Cron
             * @description When a recurring campaign runs: five fields
             * @example 0 9 * * 1
             */
            cron?: string | null;
            /**
             * Endsat
             * @description No run comes after it
             */
            endsAt?: string | null;
            /** Maxruns */
            maxRuns?: number | null;
            /**
             * Windows
             * @description When it may send; absent, null or empty: at any time
             */
            windows?: components["schemas"]["Window"][] | null;
            /**
             * Windowzone
             * @description Whose clocks the windows mean: the campaign's time zone (as when absent or null), or the recipient's where it follows from the phone
             */
            windowZone?: ("campaign" | "recipient") | null;
            /**
             * Maxperday
             * @description Most recipients on one day of the campaign's time zone
             */
            maxPerDay?: number | null;
            /**
             * Message
             * @description A text
             */
            message?: string | null;
            template?: components["schemas"]["TemplateBody"] | null;
            media?: components["schemas"]["MediaBody"] | null;
            /** Variants */
            variants?: components["schemas"]["VariantBody"][] | null;
            /** Name */
            name: string;
            /**
             * Type
             * @default broadcast
             * @enum {string}
             */
            type?: "broadcast" | "scheduled" | "recurring";
            /**
             * Channelid
             * Format: uuid
             */
            channelId: string;
            /**
             * Messagespersecond
             * @description Slower than the channel allows; absent: as fast as it allows
             */
            messagesPerSecond?: number | null;
            /**
             * Pauseerrorrate
             * @description From which share of failures it pauses by itself; absent: the installation's
             */
            pauseErrorRate?: number | null;
        };
        /** CampaignRead */
        CampaignRead: {
            /** Message */
            message: string | null;
            template: components["schemas"]["TemplateRead"] | null;
            media: components["schemas"]["MediaRead"] | null;
            /**
             * Variants
             * @description Instead of one message for all
             */
            variants: components["schemas"]["VariantRead"][] | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /**
             * Type
             * @enum {string}
             */
            type: "broadcast" | "scheduled" | "recurring";
            /**
             * Channelid
             * Format: uuid
             */
            channelId: string;
            /** Messagespersecond */
            messagesPerSecond: number | null;
            /** Pauseerrorrate */
            pauseErrorRate: number | null;
            status: components["schemas"]["CampaignStatus"];
            /**
             * @deprecated
             * @description The same as `status`, by its old name. The next version drops it
             */
            state: components["schemas"]["CampaignStatus"];
            /**
             * Allowed
             * @description The actions that its status admits
             */
            allowed: ("start" | "pause" | "resume" | "finish" | "cancel")[];
            /**
             * Failure
             * @deprecated
             * @description Why it failed, or why it was paused when no user paused it, in English; null otherwise. The next version has `failureReason` alone
             */
            failure: string | null;
            /** @description Why it failed, or why it was paused when no user paused it; null otherwise */
            failureReason: components["schemas"]["ReasonRead"] | null;
            /**
             * Targets
             * @description Contacts in the audience as asked for
             */
            targets: number;
            /**
             * Counts
             * @description Recipients by status, at most seconds old; exact in `/progress`
             */
            counts: {
                [key: string]: number;
            };
            /**
             * Replies
             * @description Recipients who replied, at most seconds old
             */
            replies: number;
            /** Revision */
            revision: number;
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
            /**
             * Updatedat
             * Format: date-time
             */
            updatedAt: string;
            /** Startedat */
            startedAt: string | null;
            /** Finishedat */
            finishedAt: string | null;
            /**
             * Archivedat
             * @description Since when it is out of the default list
             */
            archivedAt: string | null;
            /**
             * Notice
             * @deprecated
             * @description `noticeReason` in English; it goes with the next version
             */
            notice: string | null;
            /** @description What to know about its start: how late it was, which runs it skipped */
            noticeReason: components["schemas"]["ReasonRead"] | null;
            /** Timezone */
            timeZone: string;
            /**
             * Scheduledat
             * @description When it is due; of a recurring campaign its next run (of a draft, as if it were started now), of a run its due time
             */
            scheduledAt: string | null;
            /** Cron */
            cron: string | null;
            /** Endsat */
            endsAt: string | null;
            /** Maxruns */
            maxRuns: number | null;
            /**
             * Runs
             * @description How many runs a recurring campaign has had
             */
            runs: number;
            /**
             * Parentid
             * @description The recurring campaign that it is a run of
             */
            parentId: string | null;
            /** Runnumber */
            runNumber: number | null;
            /** Windows */
            windows: components["schemas"]["Window"][];
            /**
             * Windowzone
             * @enum {string}
             */
            windowZone: "campaign" | "recipient";
            /** Maxperday */
            maxPerDay: number | null;
            /**
             * Nextwindowat
             * @description When it sends again, of one that may not send now for its windows or its daily cap
             */
            nextWindowAt: string | null;
        };
        /**
         * CampaignStatus
         * @enum {string}
         */
        CampaignStatus: "draft" | "scheduled" | "expanding" | "running" | "paused" | "finished" | "cancelled" | "failed";
        /**
         * CampaignUpdate
         * @description What is to change in a draft; absent fields stay. ``messagesPerSecond: null`` lifts the limit.
         *
         *     ``pauseErrorRate: null`` goes back to the installation's.
         * @example {
         *       "maxPerDay": 1000,
         *       "messagesPerSecond": 20,
         *       "name": "Pães de Natal"
         *     }
         */
        CampaignUpdate: {
            /**
             * Timezone
             * @description Of all its local times; absent or null: the company's
             */
            timeZone?: string | null;
            /**
             * Scheduledat
             * @description When a scheduled campaign starts: local time, or with an offset
             */
            scheduledAt?: string | null;
            /**
             * Cron
             * @description When a recurring campaign runs: five fields
             * @example 0 9 * * 1
             */
            cron?: string | null;
            /**
             * Endsat
             * @description No run comes after it
             */
            endsAt?: string | null;
            /** Maxruns */
            maxRuns?: number | null;
            /**
             * Windows
             * @description When it may send; absent, null or empty: at any time
             */
            windows?: components["schemas"]["Window"][] | null;
            /**
             * Windowzone
             * @description Whose clocks the windows mean: the campaign's time zone (as when absent or null), or the recipient's where it follows from the phone
             */
            windowZone?: ("campaign" | "recipient") | null;
            /**
             * Maxperday
             * @description Most recipients on one day of the campaign's time zone
             */
            maxPerDay?: number | null;
            /**
             * Message
             * @description A text
             */
            message?: string | null;
            template?: components["schemas"]["TemplateBody"] | null;
            media?: components["schemas"]["MediaBody"] | null;
            /** Variants */
            variants?: components["schemas"]["VariantBody"][] | null;
            /** Name */
            name?: string | null;
            /** Type */
            type?: ("broadcast" | "scheduled" | "recurring") | null;
            /** Channelid */
            channelId?: string | null;
            /** Messagespersecond */
            messagesPerSecond?: number | null;
            /** Pauseerrorrate */
            pauseErrorRate?: number | null;
        };
        /**
         * ColumnMapping
         * @description What a column is to be used for.
         */
        ColumnMapping: {
            /**
             * Position
             * @description From 0
             */
            position: number;
            /**
             * Use
             * @enum {string}
             */
            use: "phone" | "areaCode" | "name" | "userId" | "field" | "ignored";
            /**
             * Field
             * @description The variable's name, with use `field`; absent: the column's own
             */
            field?: string | null;
        };
        /**
         * ColumnUse
         * @description What a column of a file is used for.
         */
        ColumnUse: {
            /** Column */
            column: string;
            /**
             * Use
             * @description Of several phones of a row the one most likely on WhatsApp counts.
             * @enum {string}
             */
            use: "phone" | "areaCode" | "name" | "tags" | "userId" | "channelId" | "field" | "ignored";
        };
        /**
         * Confirmation
         * @description A message to who has just left or come back by a keyword.
         */
        Confirmation: {
            /**
             * Text
             * @description Absent: our words, in the company's language. A keyword for the way back is added if it names none.
             */
            text?: string | null;
        };
        /**
         * ContentProblemRead
         * @description What is wrong with the message, for all recipients.
         */
        ContentProblemRead: {
            /**
             * Code
             * @description Stable
             * @enum {string}
             */
            code: "action_of_macros" | "address_not_public" | "address_without_name" | "agent_unknown" | "area_code_missing" | "area_code_unknown" | "authentication_text" | "bad_cursor" | "bad_template_name" | "bad_variable_name" | "body_component_missing" | "body_missing" | "button_of_other_type" | "button_parameter_missing" | "button_parameters" | "button_unknown" | "button_value_missing" | "campaign_missing" | "campaign_unknown" | "caption_of_kind" | "card_count" | "cards_missing" | "cell_too_long" | "channel_unknown" | "code_missing" | "column_mapped_twice" | "column_name_refused" | "column_repeated" | "column_unknown" | "contact_or_phone" | "contact_unaddressable" | "contact_unknown" | "contact_without_channel" | "control_characters" | "count_out_of_range" | "country_code_unknown" | "cron_fields" | "cron_invalid" | "cron_never" | "cron_too_often" | "custom_field_boolean" | "custom_field_date" | "custom_field_list" | "custom_field_number" | "date_twice" | "day_of_month_missing" | "email_invalid" | "empty" | "event_type_unknown" | "example_file_missing" | "example_missing" | "example_url_missing" | "exchange_with_data" | "expiry_out_of_range" | "external_id_taken" | "external_id_unknown" | "field_name_taken" | "field_unnamed" | "fields_missing" | "file_empty" | "file_not_a_table" | "file_of_old_excel" | "file_outside_header" | "file_type_unnamed" | "file_unknown" | "filter_kind" | "footer_with_variables" | "give_one_of" | "give_some_of" | "header_missing" | "header_of_other_kind" | "header_takes_nothing" | "header_value" | "header_with_text" | "header_with_variables" | "header_without_file" | "intervals_not_in_order" | "keyword_of_both" | "limit_above_installation" | "line_of_other_encoding" | "list_header_not_text" | "location_request_part" | "media_reference" | "menu_option_twice" | "message_unknown" | "must_be_later" | "name_part_missing" | "nested_too_deeply" | "no_room_for_return" | "not_a_color" | "not_a_date_time" | "not_a_file_id" | "not_a_list" | "not_a_locale" | "not_a_shortcut" | "not_a_time_zone" | "not_a_web_address" | "not_a_webhook_url" | "not_all_automations" | "not_an_email" | "not_an_https_url" | "not_an_object" | "not_between" | "not_json" | "not_of_provider" | "not_of_report" | "not_one_line" | "not_one_of" | "not_printable_ascii" | "not_storable" | "not_utf8" | "not_within" | "nul_character" | "number_not_finite" | "offer_missing" | "one_component_only" | "only_recurring" | "only_scheduled" | "options_alike" | "options_of_lists" | "otp_button_missing" | "pairing_phone_missing" | "pairing_phone_needless" | "parameters_mixed" | "part_no_web_address" | "part_too_long" | "people_unnamed" | "period_reversed" | "period_too_long" | "phone_in_earlier_line" | "phone_invalid" | "phone_missing" | "phone_not_in_country" | "phone_shortened" | "phone_too_long" | "phone_too_short" | "phone_unknown" | "phone_with_decimals" | "queue_unknown" | "quick_replies_apart" | "quick_reply_unknown" | "reaction_answers" | "reaction_scheduled" | "recipient_missing" | "recipient_repeated" | "recipient_unknown" | "recipient_without_access" | "recording_too_long" | "recording_unreadable" | "recurring_needs_cron" | "repeated" | "reversed" | "revision_unquoted" | "risk_not_accepted" | "rows_missing" | "same_tag" | "scheduled_needs_time" | "scopes_never_allowed" | "scopes_not_yours" | "screen_missing" | "section_title_missing" | "segment_unknown" | "several_phones" | "size_of_audio" | "size_of_document" | "size_of_image" | "size_of_sticker" | "size_of_video" | "stray_quote" | "tag_unknown" | "template_forms" | "template_not_sent_now" | "template_unknown" | "text_header_with_file" | "text_or_content" | "text_or_file" | "token_days" | "too_deep" | "too_far_ahead" | "too_many_buttons_of_type" | "too_many_bytes" | "too_many_cells" | "too_many_channel_policies" | "too_many_characters" | "too_many_columns" | "too_many_components" | "too_many_conditions" | "too_many_custom_fields" | "too_many_digits" | "too_many_entries" | "too_many_fields_of_row" | "too_many_rows" | "too_many_rows_of_sections" | "too_many_tags" | "too_many_variables" | "too_much_text" | "type_of_audio" | "type_of_document" | "type_of_image" | "type_of_sticker" | "type_of_video" | "unfit_parameter" | "unknown_limit" | "unknown_limits" | "unknown_parameter" | "unknown_parameter_of_none" | "unknown_part" | "unknown_variable" | "unstorable_character" | "url_variable" | "use_taken" | "user_id_invalid" | "value_missing" | "value_unfit" | "values_by_name" | "values_by_number" | "variable_at_edge" | "variables_not_numbered" | "variables_without_text" | "variant_unknown" | "variants_unnamed" | "voice_not_audio" | "voice_not_ogg" | "weekday_missing" | "workbook_damaged" | "workbook_too_large" | "workbook_too_many_columns" | "workbook_too_many_rows" | "would_have_too_many_fields" | "would_have_too_many_tags" | "year_out_of_range";
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
            /** Field */
            field: string;
            /**
             * Message
             * @description As `en`
             */
            message: string;
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
        /** ErrorRead */
        ErrorRead: {
            /** Code */
            code: number | null;
            /** Title */
            title: string | null;
        };
        /**
         * EstimateRead
         * @description What would happen if the campaign were started now, with all parts of its audience.
         */
        EstimateRead: {
            /** Targets */
            targets: number;
            /**
             * Notfound
             * @description Targets without a contact, or whose contact cannot be written to
             */
            notFound: number;
            /**
             * Duplicates
             * @description Targets that are a person who is another target, too
             */
            duplicates: number;
            /** Optedout */
            optedOut: number;
            /**
             * Recipients
             * @description Who is left; those who cannot be rendered are not taken off
             */
            recipients: number;
            /**
             * Outofwindow
             * @description Of the recipients, who did not write to this number in the 24 hours before the start: only a template reaches them
             */
            outOfWindow: number;
            /**
             * Templateneeded
             * @description Some are out of the window and it is no template: a start has to confirm that
             */
            templateNeeded: boolean;
            /** Messagespersecond */
            messagesPerSecond: number;
            /**
             * Seconds
             * @description At the rate of the channel, or the campaign's if that is lower
             */
            seconds: number;
            rendering: components["schemas"]["RenderingEstimate"];
            /**
             * Problems
             * @description Why its templates and files could not be sent now, and those that are not known
             */
            problems: components["schemas"]["ContentProblemRead"][];
        };
        /**
         * FieldIs
         * @description A custom field is there (or is not), is exactly this, or has this in it, whatever its letters' case.
         */
        FieldIs: {
            /** Field */
            field: string;
            /** Equals */
            equals?: string | null;
            /** Exists */
            exists?: boolean | null;
            /** Contains */
            contains?: string | null;
        };
        /**
         * FileRead
         * @description A file of phones: the campaign can start when all of them are ``finished``.
         */
        FileRead: {
            /** Name */
            name: string | null;
            /**
             * Status
             * @description A file that failed cannot be read to its end; take it out of the audience.
             * @enum {string}
             */
            status: "queued" | "running" | "finished" | "failed";
            /**
             * Columns
             * @description What its rows bring along, for use as ``{{column}}`` in the message.
             */
            columns: string[];
            /**
             * Uses
             * @description What each of the file's columns is used for; empty for files from before this was kept.
             */
            uses: components["schemas"]["ColumnUse"][];
            /**
             * Rows
             * @description Read so far: the sum of created, updated, duplicates and invalid.
             */
            rows: number;
            /**
             * Created
             * @description Rows that put a person into the audience.
             */
            created: number;
            /**
             * Updated
             * @description There is nothing to change about one person in the audience.
             * @default 0
             * @constant
             */
            updated?: 0;
            /**
             * Valid
             * @description The same as `created`, by its old name.
             */
            valid: number;
            /** Invalid */
            invalid: number;
            /** Duplicates */
            duplicates: number;
        };
        /**
         * HasTag
         * @description Has this very tag.
         */
        HasTag: {
            /** Tag */
            tag: string;
        };
        /**
         * HeaderBody
         * @description The value of a template's header: a text, or a file: one of ours, at an address, or at WhatsApp.
         */
        HeaderBody: {
            /**
             * Type
             * @enum {string}
             */
            type: "text" | "image" | "video" | "document";
            /** Text */
            text?: string | null;
            /**
             * Parametername
             * @description Of a template whose parameters are named
             */
            parameterName?: string | null;
            /**
             * Id
             * @description As `POST /api/v1/media` gave it
             */
            id?: string | null;
            /** Url */
            url?: string | null;
            /** Providermediaid */
            providerMediaId?: string | null;
            /** Filename */
            filename?: string | null;
        };
        /**
         * LastSeen
         * @description Wrote to the company at all, and last at such a time.
         */
        LastSeen: {
            lastSeen: components["schemas"]["Seen"];
        };
        /**
         * MediaBody
         * @description A file: one of ours, at an address, or at WhatsApp. All but the ids may have placeholders.
         */
        MediaBody: {
            /**
             * Type
             * @enum {string}
             */
            type: "image" | "video" | "document" | "audio" | "sticker";
            /**
             * Id
             * @description As `POST /api/v1/media` gave it
             */
            id?: string | null;
            /** Url */
            url?: string | null;
            /** Providermediaid */
            providerMediaId?: string | null;
            /** Caption */
            caption?: string | null;
            /** Filename */
            filename?: string | null;
        };
        /** MediaRead */
        MediaRead: {
            /**
             * Type
             * @enum {string}
             */
            type: "image" | "video" | "document" | "audio" | "sticker";
            /** Id */
            id: string | null;
            /** Url */
            url: string | null;
            /** Providermediaid */
            providerMediaId: string | null;
            /** Caption */
            caption: string | null;
            /** Filename */
            filename: string | null;
        };
        /**
         * MoveRead
         * @description The campaign got into ``status``.
         */
        MoveRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            status: components["schemas"]["CampaignStatus"];
            /**
             * @deprecated
             * @description The same as `status`, by its old name. The next version drops it
             */
            state: components["schemas"]["CampaignStatus"];
            /**
             * At
             * Format: date-time
             */
            at: string;
            /**
             * By
             * @description The user who did it; null: the campaign did by itself
             */
            by: string | null;
            /**
             * Reason
             * @deprecated
             * @description `reasonWords` in English; it goes with the next version
             */
            reason: string | null;
            /** @description Why it did so by itself, if there is more to say */
            reasonWords: components["schemas"]["ReasonRead"] | null;
        };
        /**
         * Not
         * @description This does not hold.
         */
        "Not-Input": {
            /** Not */
            not: components["schemas"]["AllOf-Input"] | components["schemas"]["AnyOf-Input"] | components["schemas"]["Not-Input"] | components["schemas"]["HasTag"] | components["schemas"]["FieldIs"] | components["schemas"]["LastSeen"];
        };
        /**
         * Not
         * @description This does not hold.
         */
        "Not-Output": {
            /** Not */
            not: components["schemas"]["AllOf-Output"] | components["schemas"]["AnyOf-Output"] | components["schemas"]["Not-Output"] | components["schemas"]["HasTag"] | components["schemas"]["FieldIs"] | components["schemas"]["LastSeen"];
        };
        /**
         * OptOutCreate
         * @description Who is to get no more broadcasts: a contact, or a phone number that may not be a contact yet.
         * @example {
         *       "phone": "+5511987654321"
         *     }
         */
        OptOutCreate: {
            /** Contactid */
            contactId?: string | null;
            /** Phone */
            phone?: string | null;
            /**
             * Channelid
             * @description Absent: every channel of the company
             */
            channelId?: string | null;
        };
        /**
         * OptOutHistoryRead
         * @description What was said of broadcasts at some time.
         */
        OptOutHistoryRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Leave
             * @description Whether to leave; otherwise to come back.
             */
            leave: boolean;
            /**
             * Source
             * @enum {string}
             */
            source: "api" | "agent" | "keyword" | "provider" | "import";
            /** By */
            by: string | null;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /**
             * Recordedat
             * Format: date-time
             * @description When we heard of it. The last word by ``at`` counts, however late it came.
             */
            recordedAt: string;
        };
        /** OptOutRead */
        OptOutRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Contactid */
            contactId: string | null;
            /** Phone */
            phone: string | null;
            /**
             * Bsuid
             * @description WhatsApp's user id of a person whose number is not known.
             */
            bsuid: string | null;
            /** Channelid */
            channelId: string | null;
            /**
             * Source
             * @enum {string}
             */
            source: "api" | "agent" | "keyword" | "provider" | "import";
            /**
             * By
             * @description The user or API key that said it for the person; absent when they said it themselves.
             */
            by: string | null;
            /**
             * Active
             * @description Whether the person is out; false once they came back.
             */
            active: boolean;
            /**
             * At
             * Format: date-time
             */
            at: string;
        };
        /**
         * OptOutSettingsBody
         * @description Which messages are a request to leave or to come back, and what is answered.
         *
         *     A keyword is compared without case, accents and punctuation, and is given back so.
         * @example {
         *       "confirmLeave": {
         *         "text": "Você não recebe mais nossas ofertas."
         *       },
         *       "leave": [
         *         "sair",
         *         "parar"
         *       ],
         *       "return": [
         *         "voltar"
         *       ]
         *     }
         */
        OptOutSettingsBody: {
            /** Leave */
            leave: string[];
            /** Return */
            return: string[];
            confirmLeave?: components["schemas"]["Confirmation"] | null;
            confirmReturn?: components["schemas"]["Confirmation"] | null;
        };
        /**
         * OptOutsImported
         * @description The result of each row of a file: `rows` is the sum of created, updated, duplicates and invalid.
         */
        OptOutsImported: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Columns */
            columns: components["schemas"]["ColumnUse"][];
            /** Rows */
            rows: number;
            /**
             * Created
             * @description People who are out now and were not before.
             */
            created: number;
            /**
             * Updated
             * @description There is nothing to change about an opt-out.
             * @constant
             */
            updated: 0;
            /**
             * Duplicates
             * @description Rows of people who were out before, or are in the file twice.
             */
            duplicates: number;
            /**
             * Recorded
             * @description The same as `created`, by its old name.
             */
            recorded: number;
            /**
             * Already
             * @description The same as `duplicates`, by its old name.
             */
            already: number;
            /**
             * Invalid
             * @description Rows that were refused: `/opt-outs/imports/{id}/rejected` has all of them.
             */
            invalid: number;
            /**
             * Problems
             * @description The first of the rows that name no person, and why.
             */
            problems: components["schemas"]["RowProblemRead"][];
        };
        /** CampaignReadPage */
        Page_CampaignRead_: {
            /** Items */
            items: components["schemas"]["CampaignRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** MoveReadPage */
        Page_MoveRead_: {
            /** Items */
            items: components["schemas"]["MoveRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** OptOutHistoryReadPage */
        Page_OptOutHistoryRead_: {
            /** Items */
            items: components["schemas"]["OptOutHistoryRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** OptOutReadPage */
        Page_OptOutRead_: {
            /** Items */
            items: components["schemas"]["OptOutRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** RecipientReadPage */
        Page_RecipientRead_: {
            /** Items */
            items: components["schemas"]["RecipientRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** SegmentContactPage */
        Page_SegmentContact_: {
            /** Items */
            items: components["schemas"]["SegmentContact"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** SegmentReadPage */
        Page_SegmentRead_: {
            /** Items */
            items: components["schemas"]["SegmentRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** TestSendStateReadPage */
        Page_TestSendStateRead_: {
            /** Items */
            items: components["schemas"]["TestSendStateRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** VariantCountsPage */
        Page_VariantCounts_: {
            /** Items */
            items: components["schemas"]["VariantCounts"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /**
         * PreviewAsk
         * @example {
         *       "contactId": "01980a2e-5b7c-7cc1-a4c8-3f1d2b6e9a10"
         *     }
         */
        PreviewAsk: {
            /**
             * Contactid
             * Format: uuid
             */
            contactId: string;
        };
        /** PreviewRead */
        PreviewRead: {
            /**
             * Contactid
             * Format: uuid
             */
            contactId: string;
            /**
             * Windowopenuntil
             * @description Until when the contact can, or could, get more than templates on this channel; null: they never wrote to it
             */
            windowOpenUntil: string | null;
            /**
             * Templateneeded
             * @description The contact's window is closed, and what they are going to get is no template
             */
            templateNeeded: boolean;
            /** Messages */
            messages: components["schemas"]["RenderedRead"][];
        };
        /** ProblemRead */
        ProblemRead: {
            /**
             * Contactid
             * @description Null for a phone of a file that is no contact's
             */
            contactId: string | null;
            /** Phone */
            phone: string | null;
            /**
             * Problem
             * @description `problemReason` in English
             */
            problem: string;
            problemReason: components["schemas"]["RenderingProblem"];
        };
        /**
         * ProgressRead
         * @description The sum of ``counts`` is ``total``, always.
         */
        ProgressRead: {
            /**
             * Campaignid
             * Format: uuid
             */
            campaignId: string;
            status: components["schemas"]["CampaignStatus"];
            /**
             * @deprecated
             * @description The same as `status`, by its old name. The next version drops it
             */
            state: components["schemas"]["CampaignStatus"];
            /** Targets */
            targets: number;
            /**
             * Total
             * @description Recipients; fewer than targets while expanding, while contacts are waited for, or where contacts were doubles
             */
            total: number;
            /** Counts */
            counts: {
                [key: string]: number;
            };
            /**
             * Replies
             * @description Recipients who wrote to the channel in the days after the message
             */
            replies: number;
            /**
             * Countedat
             * Format: date-time
             * @description Of a large campaign under way some seconds ago, else now
             */
            countedAt: string;
            /** Startedat */
            startedAt: string | null;
            /** Finishedat */
            finishedAt: string | null;
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
             * Sendid
             * Format: uuid
             */
            sendId: string;
            /**
             * Contactid
             * @description Null for a phone of a file that is no contact's.
             */
            contactId: string | null;
            /** Name */
            name: string | null;
            /** Phone */
            phone: string | null;
            status: components["schemas"]["RecipientStatus"];
            /**
             * @deprecated
             * @description The same as `status`, by its old name. The next version drops it
             */
            state: components["schemas"]["RecipientStatus"];
            /**
             * Variant
             * @description Which of the campaign's messages; null when there is only one
             */
            variant: string | null;
            /**
             * Reason
             * @description Why a recipient was skipped, or why the message failed
             */
            reason: ("account_blocked" | "account_deleted" | "blocked" | "campaigns_off" | "channel_auth" | "channel_disabled" | "channel_interrupted" | "channel_permission" | "channel_setup" | "cold_limited" | "contact_not_found" | "delivery_capped" | "experiment" | "flow_unavailable" | "group_refused" | "internal" | "invalid" | "invalid_content" | "media_unusable" | "messaging_limit" | "no_answer" | "no_identity" | "no_phone" | "not_on_whatsapp" | "number_lost" | "number_not_confirmed" | "number_taken" | "opted_out" | "pairing_expired" | "pairing_refused" | "provider_busy" | "provider_refused" | "recipient_busy" | "recipient_is_sender" | "session_away" | "session_banned" | "session_blocked" | "session_late" | "session_logged_out" | "session_lost" | "session_outdated" | "session_refused" | "session_replaced" | "spam_limited" | "template_mismatch" | "template_missing" | "template_paused" | "template_refused" | "template_syncing" | "too_fast" | "unsupported" | "window_closed") | null;
            reasonWords: components["schemas"]["ReasonRead"] | null;
            /** @description The provider's error */
            error: components["schemas"]["ErrorRead"] | null;
            /**
             * Updatedat
             * Format: date-time
             */
            updatedAt: string;
            /** Dispatchedat */
            dispatchedAt: string | null;
            /** Acceptedat */
            acceptedAt: string | null;
            /** Sentat */
            sentAt: string | null;
            /** Deliveredat */
            deliveredAt: string | null;
            /** Readat */
            readAt: string | null;
            /** Failedat */
            failedAt: string | null;
            /**
             * Repliedat
             * @description When they first wrote to the channel in the days after the message
             */
            repliedAt: string | null;
        };
        /**
         * RecipientStatus
         * @enum {string}
         */
        RecipientStatus: "pending" | "dispatched" | "accepted" | "sent" | "delivered" | "read" | "failed" | "unconfirmed" | "suppressed" | "skipped" | "cancelled";
        /**
         * RecipientsOf
         * @description The recipients of another campaign who are in one of these states when this one starts.
         */
        RecipientsOf: {
            /**
             * Campaignid
             * Format: uuid
             */
            campaignId: string;
            /**
             * States
             * @description `unread` is short for accepted, sent and delivered
             */
            states: ("accepted" | "sent" | "delivered" | "read" | "failed" | "unconfirmed" | "cancelled" | "unread")[];
        };
        /**
         * RenderedRead
         * @description One of the campaign's messages for one person; without a message ``problem`` says why.
         */
        RenderedRead: {
            /** Message */
            message: string | null;
            template: components["schemas"]["TemplateRead"] | null;
            media: components["schemas"]["MediaRead"] | null;
            /**
             * Variant
             * @description Null when the campaign has only one message
             */
            variant: string | null;
            /**
             * Chosen
             * @description It is the one that this contact is going to get
             */
            chosen: boolean;
            /**
             * Problem
             * @description `problemReason` in English
             */
            problem: string | null;
            problemReason: components["schemas"]["RenderingProblem"] | null;
        };
        /** RenderingEstimate */
        RenderingEstimate: {
            /**
             * Checked
             * @description For how many targets a message was made to see whether it can be
             */
            checked: number;
            /**
             * All
             * @description Those were all targets; else they are a sample, drawn by chance
             */
            all: boolean;
            /**
             * Notrenderable
             * @description Of those that were checked
             */
            notRenderable: number;
            /** Examples */
            examples: components["schemas"]["ProblemRead"][];
        };
        /**
         * RenderingProblem
         * @description Why a message cannot be made.
         */
        RenderingProblem: {
            /**
             * Code
             * @description Stable
             * @enum {string}
             */
            code: "action_of_macros" | "address_not_public" | "address_without_name" | "agent_unknown" | "area_code_missing" | "area_code_unknown" | "authentication_text" | "bad_cursor" | "bad_template_name" | "bad_variable_name" | "body_component_missing" | "body_missing" | "button_of_other_type" | "button_parameter_missing" | "button_parameters" | "button_unknown" | "button_value_missing" | "campaign_missing" | "campaign_unknown" | "caption_of_kind" | "card_count" | "cards_missing" | "cell_too_long" | "channel_unknown" | "code_missing" | "column_mapped_twice" | "column_name_refused" | "column_repeated" | "column_unknown" | "contact_or_phone" | "contact_unaddressable" | "contact_unknown" | "contact_without_channel" | "control_characters" | "count_out_of_range" | "country_code_unknown" | "cron_fields" | "cron_invalid" | "cron_never" | "cron_too_often" | "custom_field_boolean" | "custom_field_date" | "custom_field_list" | "custom_field_number" | "date_twice" | "day_of_month_missing" | "email_invalid" | "empty" | "event_type_unknown" | "example_file_missing" | "example_missing" | "example_url_missing" | "exchange_with_data" | "expiry_out_of_range" | "external_id_taken" | "external_id_unknown" | "field_name_taken" | "field_unnamed" | "fields_missing" | "file_empty" | "file_not_a_table" | "file_of_old_excel" | "file_outside_header" | "file_type_unnamed" | "file_unknown" | "filter_kind" | "footer_with_variables" | "give_one_of" | "give_some_of" | "header_missing" | "header_of_other_kind" | "header_takes_nothing" | "header_value" | "header_with_text" | "header_with_variables" | "header_without_file" | "intervals_not_in_order" | "keyword_of_both" | "limit_above_installation" | "line_of_other_encoding" | "list_header_not_text" | "location_request_part" | "media_reference" | "menu_option_twice" | "message_unknown" | "must_be_later" | "name_part_missing" | "nested_too_deeply" | "no_room_for_return" | "not_a_color" | "not_a_date_time" | "not_a_file_id" | "not_a_list" | "not_a_locale" | "not_a_shortcut" | "not_a_time_zone" | "not_a_web_address" | "not_a_webhook_url" | "not_all_automations" | "not_an_email" | "not_an_https_url" | "not_an_object" | "not_between" | "not_json" | "not_of_provider" | "not_of_report" | "not_one_line" | "not_one_of" | "not_printable_ascii" | "not_storable" | "not_utf8" | "not_within" | "nul_character" | "number_not_finite" | "offer_missing" | "one_component_only" | "only_recurring" | "only_scheduled" | "options_alike" | "options_of_lists" | "otp_button_missing" | "pairing_phone_missing" | "pairing_phone_needless" | "parameters_mixed" | "part_no_web_address" | "part_too_long" | "people_unnamed" | "period_reversed" | "period_too_long" | "phone_in_earlier_line" | "phone_invalid" | "phone_missing" | "phone_not_in_country" | "phone_shortened" | "phone_too_long" | "phone_too_short" | "phone_unknown" | "phone_with_decimals" | "queue_unknown" | "quick_replies_apart" | "quick_reply_unknown" | "reaction_answers" | "reaction_scheduled" | "recipient_missing" | "recipient_repeated" | "recipient_unknown" | "recipient_without_access" | "recording_too_long" | "recording_unreadable" | "recurring_needs_cron" | "repeated" | "reversed" | "revision_unquoted" | "risk_not_accepted" | "rows_missing" | "same_tag" | "scheduled_needs_time" | "scopes_never_allowed" | "scopes_not_yours" | "screen_missing" | "section_title_missing" | "segment_unknown" | "several_phones" | "size_of_audio" | "size_of_document" | "size_of_image" | "size_of_sticker" | "size_of_video" | "stray_quote" | "tag_unknown" | "template_forms" | "template_not_sent_now" | "template_unknown" | "text_header_with_file" | "text_or_content" | "text_or_file" | "token_days" | "too_deep" | "too_far_ahead" | "too_many_buttons_of_type" | "too_many_bytes" | "too_many_cells" | "too_many_channel_policies" | "too_many_characters" | "too_many_columns" | "too_many_components" | "too_many_conditions" | "too_many_custom_fields" | "too_many_digits" | "too_many_entries" | "too_many_fields_of_row" | "too_many_rows" | "too_many_rows_of_sections" | "too_many_tags" | "too_many_variables" | "too_much_text" | "type_of_audio" | "type_of_document" | "type_of_image" | "type_of_sticker" | "type_of_video" | "unfit_parameter" | "unknown_limit" | "unknown_limits" | "unknown_parameter" | "unknown_parameter_of_none" | "unknown_part" | "unknown_variable" | "unstorable_character" | "url_variable" | "use_taken" | "user_id_invalid" | "value_missing" | "value_unfit" | "values_by_name" | "values_by_number" | "variable_at_edge" | "variables_not_numbered" | "variables_without_text" | "variant_unknown" | "variants_unnamed" | "voice_not_audio" | "voice_not_ogg" | "weekday_missing" | "workbook_damaged" | "workbook_too_large" | "workbook_too_many_columns" | "workbook_too_many_rows" | "would_have_too_many_fields" | "would_have_too_many_tags" | "year_out_of_range";
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
         * RowProblemRead
         * @description A row of a file that names no person.
         */
        RowProblemRead: {
            /** Line */
            line: number;
            /**
             * Kind
             * @enum {string}
             */
            kind: "invalid" | "duplicate";
            /** Field */
            field: string;
            /**
             * Message
             * @description In the language that `Accept-Language` prefers
             */
            message: string;
            /**
             * Code
             * @enum {string}
             */
            code: "action_of_macros" | "address_not_public" | "address_without_name" | "agent_unknown" | "area_code_missing" | "area_code_unknown" | "authentication_text" | "bad_cursor" | "bad_template_name" | "bad_variable_name" | "body_component_missing" | "body_missing" | "button_of_other_type" | "button_parameter_missing" | "button_parameters" | "button_unknown" | "button_value_missing" | "campaign_missing" | "campaign_unknown" | "caption_of_kind" | "card_count" | "cards_missing" | "cell_too_long" | "channel_unknown" | "code_missing" | "column_mapped_twice" | "column_name_refused" | "column_repeated" | "column_unknown" | "contact_or_phone" | "contact_unaddressable" | "contact_unknown" | "contact_without_channel" | "control_characters" | "count_out_of_range" | "country_code_unknown" | "cron_fields" | "cron_invalid" | "cron_never" | "cron_too_often" | "custom_field_boolean" | "custom_field_date" | "custom_field_list" | "custom_field_number" | "date_twice" | "day_of_month_missing" | "email_invalid" | "empty" | "event_type_unknown" | "example_file_missing" | "example_missing" | "example_url_missing" | "exchange_with_data" | "expiry_out_of_range" | "external_id_taken" | "external_id_unknown" | "field_name_taken" | "field_unnamed" | "fields_missing" | "file_empty" | "file_not_a_table" | "file_of_old_excel" | "file_outside_header" | "file_type_unnamed" | "file_unknown" | "filter_kind" | "footer_with_variables" | "give_one_of" | "give_some_of" | "header_missing" | "header_of_other_kind" | "header_takes_nothing" | "header_value" | "header_with_text" | "header_with_variables" | "header_without_file" | "intervals_not_in_order" | "keyword_of_both" | "limit_above_installation" | "line_of_other_encoding" | "list_header_not_text" | "location_request_part" | "media_reference" | "menu_option_twice" | "message_unknown" | "must_be_later" | "name_part_missing" | "nested_too_deeply" | "no_room_for_return" | "not_a_color" | "not_a_date_time" | "not_a_file_id" | "not_a_list" | "not_a_locale" | "not_a_shortcut" | "not_a_time_zone" | "not_a_web_address" | "not_a_webhook_url" | "not_all_automations" | "not_an_email" | "not_an_https_url" | "not_an_object" | "not_between" | "not_json" | "not_of_provider" | "not_of_report" | "not_one_line" | "not_one_of" | "not_printable_ascii" | "not_storable" | "not_utf8" | "not_within" | "nul_character" | "number_not_finite" | "offer_missing" | "one_component_only" | "only_recurring" | "only_scheduled" | "options_alike" | "options_of_lists" | "other" | "otp_button_missing" | "pairing_phone_missing" | "pairing_phone_needless" | "parameters_mixed" | "part_no_web_address" | "part_too_long" | "people_unnamed" | "period_reversed" | "period_too_long" | "phone_in_earlier_line" | "phone_invalid" | "phone_missing" | "phone_not_in_country" | "phone_shortened" | "phone_too_long" | "phone_too_short" | "phone_unknown" | "phone_with_decimals" | "queue_unknown" | "quick_replies_apart" | "quick_reply_unknown" | "reaction_answers" | "reaction_scheduled" | "recipient_missing" | "recipient_repeated" | "recipient_unknown" | "recipient_without_access" | "recording_too_long" | "recording_unreadable" | "recurring_needs_cron" | "repeated" | "reversed" | "revision_unquoted" | "risk_not_accepted" | "rows_missing" | "same_tag" | "scheduled_needs_time" | "scopes_never_allowed" | "scopes_not_yours" | "screen_missing" | "section_title_missing" | "segment_unknown" | "several_phones" | "size_of_audio" | "size_of_document" | "size_of_image" | "size_of_sticker" | "size_of_video" | "stray_quote" | "tag_unknown" | "template_forms" | "template_not_sent_now" | "template_unknown" | "text_header_with_file" | "text_or_content" | "text_or_file" | "token_days" | "too-many-contacts" | "too_deep" | "too_far_ahead" | "too_many_buttons_of_type" | "too_many_bytes" | "too_many_cells" | "too_many_channel_policies" | "too_many_characters" | "too_many_columns" | "too_many_components" | "too_many_conditions" | "too_many_custom_fields" | "too_many_digits" | "too_many_entries" | "too_many_fields_of_row" | "too_many_rows" | "too_many_rows_of_sections" | "too_many_tags" | "too_many_variables" | "too_much_text" | "type_of_audio" | "type_of_document" | "type_of_image" | "type_of_sticker" | "type_of_video" | "unfit_parameter" | "unknown_limit" | "unknown_limits" | "unknown_parameter" | "unknown_parameter_of_none" | "unknown_part" | "unknown_variable" | "unstorable_character" | "url_variable" | "use_taken" | "user_id_invalid" | "value_missing" | "value_unfit" | "values_by_name" | "values_by_number" | "variable_at_edge" | "variables_not_numbered" | "variables_without_text" | "variant_unknown" | "variants_unnamed" | "voice_not_audio" | "voice_not_ogg" | "weekday_missing" | "workbook_damaged" | "workbook_too_large" | "workbook_too_many_columns" | "workbook_too_many_rows" | "would_have_too_many_fields" | "would_have_too_many_tags" | "year_out_of_range";
            /**
             * Params
             * @description The values in the message, by name
             */
            params: {
                [key: string]: unknown;
            };
        };
        /** RowProblemsRead */
        RowProblemsRead: {
            /** Items */
            items: components["schemas"]["RowProblemRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
            /**
             * Nextline
             * @deprecated
             * @description `afterLine` of the next page; it goes with the next version: take `nextCursor`
             */
            nextLine?: number | null;
        };
        /**
         * SampleRead
         * @description One person of an audience, and what they would get.
         */
        SampleRead: {
            /**
             * Contactid
             * @description Null for a row of a file that is no contact's
             */
            contactId: string | null;
            /** Name */
            name: string | null;
            /** Phone */
            phone: string | null;
            /**
             * Variables
             * @description What may stand in `{{…}}`, by name
             */
            variables: {
                [key: string]: string;
            };
            /** Messages */
            messages: components["schemas"]["RenderedRead"][];
        };
        /**
         * SamplesAsk
         * @description For whom, and what: an audience or a campaign's, and a content or a campaign's.
         * @example {
         *       "limit": 3,
         *       "message": "Olá {{first_name|cliente}}, o pedido {{pedido}} chegou.",
         *       "segment": {
         *         "tag": "vip"
         *       }
         *     }
         */
        SamplesAsk: {
            /**
             * Message
             * @description A text
             */
            message?: string | null;
            template?: components["schemas"]["TemplateBody"] | null;
            media?: components["schemas"]["MediaBody"] | null;
            /** Variants */
            variants?: components["schemas"]["VariantBody"][] | null;
            /**
             * Campaignid
             * @description Whose audience is sampled, and what is said unless a content is given
             */
            campaignId?: string | null;
            /** Contactids */
            contactIds?: string[] | null;
            /** Segment */
            segment?: (components["schemas"]["AllOf-Input"] | components["schemas"]["AnyOf-Input"] | components["schemas"]["Not-Input"] | components["schemas"]["HasTag"] | components["schemas"]["FieldIs"] | components["schemas"]["LastSeen"]) | null;
            /**
             * Segmentid
             * @description A saved segment, as it is now
             */
            segmentId?: string | null;
            /**
             * Sourceid
             * @description One part of the campaign's audience, such as a file, instead of all
             */
            sourceId?: string | null;
            /**
             * Limit
             * @default 5
             */
            limit?: number;
        };
        /** SamplesRead */
        SamplesRead: {
            /** Items */
            items: components["schemas"]["SampleRead"][];
            /**
             * Uses
             * @description The variables that the content uses
             */
            uses: string[];
        };
        /**
         * Seen
         * @description When the customer last wrote, as precise as some minutes; every bound that is given holds.
         */
        Seen: {
            /** Before */
            before?: string | null;
            /**
             * After
             * @description At this time or later.
             */
            after?: string | null;
            /**
             * Withindays
             * @description At most so many days before the audience is looked up.
             */
            withinDays?: number | null;
        };
        /**
         * SegmentContact
         * @description A contact whom a segment finds.
         */
        SegmentContact: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string | null;
            /** Phone */
            phone: string | null;
            /** Userid */
            userId: string | null;
            /** Tags */
            tags: string[];
            /** Customfields */
            customFields: {
                [key: string]: string;
            };
            /**
             * Optedout
             * @description The person wants no broadcasts of any channel.
             */
            optedOut: boolean;
        };
        /**
         * SegmentCreate
         * @example {
         *       "filter": {
         *         "not": {
         *           "lastSeen": {
         *             "withinDays": 90
         *           }
         *         }
         *       },
         *       "name": "Sumidos"
         *     }
         */
        SegmentCreate: {
            /** Name */
            name: string;
            /** Filter */
            filter: components["schemas"]["AllOf-Input"] | components["schemas"]["AnyOf-Input"] | components["schemas"]["Not-Input"] | components["schemas"]["HasTag"] | components["schemas"]["FieldIs"] | components["schemas"]["LastSeen"];
        };
        /**
         * SegmentEstimateRead
         * @description Whom a segment would find now.
         */
        SegmentEstimateRead: {
            /** Contacts */
            contacts: number;
            /**
             * Optedout
             * @description Those of them who want no broadcasts of any channel
             */
            optedOut: number;
        };
        /** SegmentRead */
        SegmentRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Filter */
            filter: components["schemas"]["AllOf-Output"] | components["schemas"]["AnyOf-Output"] | components["schemas"]["Not-Output"] | components["schemas"]["HasTag"] | components["schemas"]["FieldIs"] | components["schemas"]["LastSeen"];
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
            /**
             * Updatedat
             * Format: date-time
             */
            updatedAt: string;
        };
        /**
         * SegmentUpdate
         * @description What is absent stays as it is.
         * @example {
         *       "filter": {
         *         "not": {
         *           "lastSeen": {
         *             "withinDays": 60
         *           }
         *         }
         *       },
         *       "name": "Sumidos há 60 dias"
         *     }
         */
        SegmentUpdate: {
            /** Name */
            name?: string | null;
            /** Filter */
            filter?: (components["schemas"]["AllOf-Input"] | components["schemas"]["AnyOf-Input"] | components["schemas"]["Not-Input"] | components["schemas"]["HasTag"] | components["schemas"]["FieldIs"] | components["schemas"]["LastSeen"]) | null;
        };
        /**
         * SourceKind
         * @description What a part of an audience is, besides contacts by their ids.
         * @enum {string}
         */
        SourceKind: "all" | "segment" | "file" | "recipients";
        /**
         * SourceRead
         * @description A part of an audience that is no list of contacts.
         */
        SourceRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            kind: components["schemas"]["SourceKind"];
            /** Segment */
            segment: (components["schemas"]["AllOf-Output"] | components["schemas"]["AnyOf-Output"] | components["schemas"]["Not-Output"] | components["schemas"]["HasTag"] | components["schemas"]["FieldIs"] | components["schemas"]["LastSeen"]) | null;
            /** @description Of the recipients of another campaign */
            recipientsOf: components["schemas"]["RecipientsOf"] | null;
            /**
             * Name
             * @description Of a file, and of a saved segment when it was added
             */
            name: string | null;
            /**
             * Found
             * @description Contacts that were found at the start; of a draft none.
             */
            found: number;
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            file: components["schemas"]["FileRead"] | null;
        };
        /**
         * StartAsk
         * @description What is to be known of a start. The body may be left out.
         * @example {
         *       "confirmOutOfWindow": true
         *     }
         */
        StartAsk: {
            /**
             * Confirmoutofwindow
             * @description Send also to who did not write in the last 24 hours, though WhatsApp delivers only templates to them. Without it such a start is refused with `window-closed`
             * @default false
             */
            confirmOutOfWindow?: boolean;
        };
        /**
         * TargetColumn
         * @description A column of a file, what it is used for, and what is in it.
         */
        TargetColumn: {
            /** Column */
            column: string;
            /**
             * Use
             * @description Of several phones of a row the one most likely on WhatsApp counts.
             * @enum {string}
             */
            use: "phone" | "areaCode" | "name" | "tags" | "userId" | "channelId" | "field" | "ignored";
            /** Position */
            position: number;
            /**
             * Variable
             * @description As which it may stand in the message: `{{variable}}`
             */
            variable: string | null;
            /**
             * Examples
             * @description The first three that are not empty, cut after 100 characters
             */
            examples: string[];
        };
        /**
         * TargetFilePreview
         * @description What a file would become, as far as its first rows show it.
         */
        TargetFilePreview: {
            /**
             * Headerline
             * @description 0 if there is none
             */
            headerLine: number;
            /** Columns */
            columns: components["schemas"]["TargetColumn"][];
            /**
             * Rows
             * @description The first twenty that name a person
             */
            rows: components["schemas"]["TargetRow"][];
            /**
             * Problems
             * @description Of the first twenty rows that name none
             */
            problems: components["schemas"]["RowProblemRead"][];
            /**
             * Rowsread
             * @description Of the file's rows, the first thousand at most
             */
            rowsRead: number;
            /**
             * Rowsrefused
             * @description Of those that were read
             */
            rowsRefused: number;
        };
        /**
         * TargetReading
         * @description How a file is to be read. Columns that are not named stay as they were guessed.
         */
        TargetReading: {
            /**
             * Hasheader
             * @description False: the first row is one of data, and columns are called 1, 2, 3
             * @default true
             */
            hasHeader?: boolean;
            /** Columns */
            columns?: components["schemas"]["ColumnMapping"][];
        };
        /**
         * TargetRow
         * @description A row as it would be in the audience.
         */
        TargetRow: {
            /** Line */
            line: number;
            /** Name */
            name: string | null;
            /** Phone */
            phone: string | null;
            /** Userid */
            userId: string | null;
            /** Variables */
            variables: {
                [key: string]: string;
            };
        };
        /**
         * TargetsAdd
         * @description Who is to be in the audience, too: contacts by their ids, everybody, whom a filter finds, recipients.
         *
         *     All but contacts by their ids are looked up at the start, so that who comes until then is in.
         * @example {
         *       "segment": {
         *         "and": [
         *           {
         *             "tag": "vip"
         *           },
         *           {
         *             "lastSeen": {
         *               "withinDays": 90
         *             }
         *           }
         *         ]
         *       }
         *     }
         */
        TargetsAdd: {
            /** Contactids */
            contactIds?: string[] | null;
            /** All */
            all?: true | null;
            /** Segment */
            segment?: (components["schemas"]["AllOf-Input"] | components["schemas"]["AnyOf-Input"] | components["schemas"]["Not-Input"] | components["schemas"]["HasTag"] | components["schemas"]["FieldIs"] | components["schemas"]["LastSeen"]) | null;
            /**
             * Segmentid
             * @description A saved segment, as it is now
             */
            segmentId?: string | null;
            recipientsOf?: components["schemas"]["RecipientsOf"] | null;
        };
        /** TargetsAdded */
        TargetsAdded: {
            /** Added */
            added: number;
            /**
             * Already
             * @description How many of those asked for were in the audience before
             */
            already: number;
            /**
             * Total
             * @description Contacts by their ids, and rows of files
             */
            total: number;
            /** @description Of everybody and a segment */
            source?: components["schemas"]["SourceRead"] | null;
        };
        /**
         * TargetsRead
         * @description What the audience is made of.
         */
        TargetsRead: {
            /**
             * Total
             * @description Contacts by their ids, rows of files, and contacts found at the start
             */
            total: number;
            /** Sources */
            sources: components["schemas"]["SourceRead"][];
        };
        /**
         * TemplateBody
         * @description An approved template, with placeholders in its values.
         *
         *     Either ``components`` as WhatsApp defines them, or its values: ``parameters`` of its text by number or
         *     by name, its ``header`` and its ``buttons``.
         */
        TemplateBody: {
            /** Name */
            name: string;
            /** Language */
            language: string;
            /** Components */
            components?: {
                [key: string]: unknown;
            }[];
            /** Parameters */
            parameters?: {
                [key: string]: string;
            };
            header?: components["schemas"]["HeaderBody"] | null;
            /** Buttons */
            buttons?: components["schemas"]["ButtonBody"][];
        };
        /** TemplateRead */
        TemplateRead: {
            /** Name */
            name: string;
            /** Language */
            language: string;
            /** Components */
            components: {
                [key: string]: unknown;
            }[];
        };
        /**
         * TestSendAsk
         * @example {
         *       "phone": "+55 11 98765-4321"
         *     }
         */
        TestSendAsk: {
            /** Phone */
            phone: string;
            /**
             * Variant
             * @description Absent: the one that this person gets
             */
            variant?: string | null;
            /**
             * Contactid
             * @description Whose values are filled in; absent: those of the contact with this phone
             */
            contactId?: string | null;
        };
        /**
         * TestSendRead
         * @description What is on its way. It is no recipient of the campaign, and counted nowhere in it.
         */
        TestSendRead: {
            /** Message */
            message: string | null;
            template: components["schemas"]["TemplateRead"] | null;
            media: components["schemas"]["MediaRead"] | null;
            /**
             * Sendid
             * Format: uuid
             */
            sendId: string;
            /** Phone */
            phone: string;
            /** Variant */
            variant: string | null;
        };
        /**
         * TestSendStateRead
         * @description The outcome of a test.
         */
        TestSendStateRead: {
            /**
             * Sendid
             * Format: uuid
             */
            sendId: string;
            /** Phone */
            phone: string;
            /** Variant */
            variant: string | null;
            /**
             * By
             * Format: uuid
             */
            by: string;
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /**
             * Status
             * @description `suppressed`: the owner of the phone has opted out; `returned`: the channel could not send just then, and the test is not sent any more
             * @enum {string}
             */
            status: "dispatched" | "accepted" | "sent" | "delivered" | "read" | "failed" | "unconfirmed" | "suppressed" | "returned";
            /**
             * State
             * @deprecated
             * @description The same as `status`, by its old name. The next version drops it
             * @enum {string}
             */
            state: "dispatched" | "accepted" | "sent" | "delivered" | "read" | "failed" | "unconfirmed" | "suppressed" | "returned";
            /** Statusat */
            statusAt: string | null;
            /**
             * Stateat
             * @deprecated
             * @description The same as `statusAt`, by its old name. The next version drops it
             */
            stateAt: string | null;
            /** Reason */
            reason: ("account_blocked" | "account_deleted" | "blocked" | "campaigns_off" | "channel_auth" | "channel_disabled" | "channel_interrupted" | "channel_permission" | "channel_setup" | "cold_limited" | "contact_not_found" | "delivery_capped" | "experiment" | "flow_unavailable" | "group_refused" | "internal" | "invalid" | "invalid_content" | "media_unusable" | "messaging_limit" | "no_answer" | "no_identity" | "no_phone" | "not_on_whatsapp" | "number_lost" | "number_not_confirmed" | "number_taken" | "opted_out" | "pairing_expired" | "pairing_refused" | "provider_busy" | "provider_refused" | "recipient_busy" | "recipient_is_sender" | "session_away" | "session_banned" | "session_blocked" | "session_late" | "session_logged_out" | "session_lost" | "session_outdated" | "session_refused" | "session_replaced" | "spam_limited" | "template_mismatch" | "template_missing" | "template_paused" | "template_refused" | "template_syncing" | "too_fast" | "unsupported" | "window_closed") | null;
            reasonWords: components["schemas"]["ReasonRead"] | null;
            /** @description The provider's error */
            error: components["schemas"]["ErrorRead"] | null;
        };
        /**
         * VariantBody
         * @description One of several messages, of which each recipient gets one.
         */
        VariantBody: {
            /**
             * Message
             * @description A text
             */
            message?: string | null;
            template?: components["schemas"]["TemplateBody"] | null;
            media?: components["schemas"]["MediaBody"] | null;
            /** Name */
            name: string;
            /**
             * Weight
             * @description Its part of the sum of all weights
             * @default 1
             */
            weight?: number;
        };
        /** VariantCounts */
        VariantCounts: {
            /** Name */
            name: string;
            /** Weight */
            weight: number;
            /** Total */
            total: number;
            /** Counts */
            counts: {
                [key: string]: number;
            };
        };
        /** VariantRead */
        VariantRead: {
            /** Message */
            message: string | null;
            template: components["schemas"]["TemplateRead"] | null;
            media: components["schemas"]["MediaRead"] | null;
            /** Name */
            name: string;
            /** Weight */
            weight: number;
        };
        /**
         * Window
         * @description Hours of some days of the week. Across midnight: two windows.
         */
        Window: {
            /**
             * Days
             * @description 1 is Monday, 7 is Sunday
             */
            days: number[];
            /**
             * From
             * @example 09:00
             */
            from: string;
            /**
             * To
             * @example 20:00
             */
            to: string;
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
        /** CampaignsPreviewTargetsForm */
        CampaignsPreviewTargetsForm: {
            /** File */
            file: string;
            /**
             * Reading
             * @description A `TargetReading` as JSON: `{"columns": [{"position": 0, "use": "phone"}]}`
             */
            reading?: string | null;
        };
        /** CampaignsImportTargetsForm */
        CampaignsImportTargetsForm: {
            /** File */
            file: string;
            /**
             * Reading
             * @description A `TargetReading` as JSON: `{"columns": [{"position": 0, "use": "phone"}]}`
             */
            reading?: string | null;
        };
        /** OptOutsImportForm */
        OptOutsImportForm: {
            /** File */
            file: string;
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
    "campaigns.list": {
        parameters: {
            query?: {
                status?: components["schemas"]["CampaignStatus"] | null;
                /**
                 * @deprecated
                 * @description The same as `status`, by its old name. The next version refuses it
                 */
                state?: components["schemas"]["CampaignStatus"] | null;
                archived?: boolean;
                parentId?: string | null;
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
                    "application/json": components["schemas"]["Page_CampaignRead_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "campaigns.create": {
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
                "application/json": components["schemas"]["CampaignCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignRead"];
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
    "campaigns.get": {
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
                    "application/json": components["schemas"]["CampaignRead"];
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
    "campaigns.delete": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you read, which is the `revision` in quotes; 412 if it has changed */
                "if-match"?: string | null;
            };
            path: {
                campaign_id: string;
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
    "campaigns.update": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you read, which is the `revision` in quotes; 412 if it has changed */
                "if-match"?: string | null;
            };
            path: {
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CampaignUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignRead"];
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
    "campaigns.listTargets": {
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
                    "application/json": components["schemas"]["TargetsRead"];
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
    "campaigns.addTargets": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TargetsAdd"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TargetsAdded"];
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
    "campaigns.start": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["StartAsk"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignRead"];
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
    "campaigns.pause": {
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
                    "application/json": components["schemas"]["CampaignRead"];
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
    "campaigns.resume": {
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
                    "application/json": components["schemas"]["CampaignRead"];
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
    "campaigns.finish": {
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
                    "application/json": components["schemas"]["CampaignRead"];
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
    "campaigns.cancel": {
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
                    "application/json": components["schemas"]["CampaignRead"];
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
    "campaigns.duplicate": {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, such as a UUID: for a day the same request under the same key is done once, and answered the same each time (`Idempotency-Replayed: true`) */
                "idempotency-key"?: string | null;
            };
            path: {
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignRead"];
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
    "campaigns.archive": {
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
                    "application/json": components["schemas"]["CampaignRead"];
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
    "campaigns.unarchive": {
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
                    "application/json": components["schemas"]["CampaignRead"];
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
    "campaigns.listHistory": {
        parameters: {
            query?: {
                /** @description Items per page */
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string | null;
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
                    "application/json": components["schemas"]["Page_MoveRead_"];
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
    "campaigns.previewTargets": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["CampaignsPreviewTargetsForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TargetFilePreview"];
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
    "campaigns.importTargets": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["CampaignsImportTargetsForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceRead"];
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
    "campaigns.listTargetProblems": {
        parameters: {
            query?: {
                /** @description Items per page */
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string | null;
                /**
                 * @deprecated
                 * @description `nextLine` of the page before; it goes with the next version: give `cursor`
                 */
                afterLine?: number;
            };
            header?: never;
            path: {
                campaign_id: string;
                source_id: string;
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
                    "application/json": components["schemas"]["RowProblemsRead"];
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
    "campaigns.exportTargetProblems": {
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
                source_id: string;
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
    "campaigns.linkTargetProblemsExport": {
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
                source_id: string;
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
    "campaigns.removeTargets": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                campaign_id: string;
                source_id: string;
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
    "campaigns.preview": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewAsk"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreviewRead"];
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
    "campaigns.sendTest": {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, such as a UUID: for a day the same request under the same key is done once, and answered the same each time (`Idempotency-Replayed: true`) */
                "idempotency-key"?: string | null;
            };
            path: {
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestSendAsk"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestSendRead"];
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
    "campaigns.listTestSends": {
        parameters: {
            query?: {
                /** @description Items per page */
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string | null;
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
                    "application/json": components["schemas"]["Page_TestSendStateRead_"];
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
    "campaigns.estimate": {
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
                    "application/json": components["schemas"]["EstimateRead"];
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
    "campaigns.listVariants": {
        parameters: {
            query?: {
                /** @description Items per page */
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string | null;
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
                    "application/json": components["schemas"]["Page_VariantCounts_"];
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
    "campaigns.listRecipients": {
        parameters: {
            query?: {
                /** @description Items per page */
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string | null;
                status?: components["schemas"]["RecipientStatus"] | null;
                /**
                 * @deprecated
                 * @description The same as `status`, by its old name. The next version refuses it
                 */
                state?: components["schemas"]["RecipientStatus"] | null;
                reason?: string | null;
                errorCode?: number | null;
                variant?: string | null;
                replied?: boolean | null;
                /** @description How the number begins, with its country code. Brazilian mobiles are found with and without the ninth digit, Argentine ones with and without the 9, Mexicans with and without the 1 */
                phone?: string | null;
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
                    "application/json": components["schemas"]["Page_RecipientRead_"];
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
    "campaigns.exportRecipients": {
        parameters: {
            query?: {
                format?: "csv" | "xlsx";
                /** @description Of headers and words; absent: the company's */
                lang?: ("pt" | "en") | null;
                status?: components["schemas"]["RecipientStatus"] | null;
                /**
                 * @deprecated
                 * @description The same as `status`, by its old name. The next version refuses it
                 */
                state?: components["schemas"]["RecipientStatus"] | null;
                reason?: string | null;
                errorCode?: number | null;
                variant?: string | null;
                replied?: boolean | null;
                /** @description How the number begins, with its country code. Brazilian mobiles are found with and without the ninth digit, Argentine ones with and without the 9, Mexicans with and without the 1 */
                phone?: string | null;
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
            /** @description A workbook would have too many rows */
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
    "campaigns.linkRecipientsExport": {
        parameters: {
            query?: {
                format?: "csv" | "xlsx";
                /** @description Of headers and words; absent: the company's */
                lang?: ("pt" | "en") | null;
                status?: components["schemas"]["RecipientStatus"] | null;
                /**
                 * @deprecated
                 * @description The same as `status`, by its old name. The next version refuses it
                 */
                state?: components["schemas"]["RecipientStatus"] | null;
                reason?: string | null;
                errorCode?: number | null;
                variant?: string | null;
                replied?: boolean | null;
                /** @description How the number begins, with its country code. Brazilian mobiles are found with and without the ninth digit, Argentine ones with and without the 9, Mexicans with and without the 1 */
                phone?: string | null;
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
    "campaigns.getProgress": {
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
                    "application/json": components["schemas"]["ProgressRead"];
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
    "segments.list": {
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
                    "application/json": components["schemas"]["Page_SegmentRead_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "segments.create": {
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
                "application/json": components["schemas"]["SegmentCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentRead"];
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
    "segments.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                segment_id: string;
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
                    "application/json": components["schemas"]["SegmentRead"];
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
    "segments.delete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                segment_id: string;
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
    "segments.update": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                segment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentRead"];
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
    "segments.estimate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                segment_id: string;
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
                    "application/json": components["schemas"]["SegmentEstimateRead"];
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
    "segments.listContacts": {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string | null;
                /** @description Items per page */
                limit?: number;
            };
            header?: never;
            path: {
                segment_id: string;
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
                    "application/json": components["schemas"]["Page_SegmentContact_"];
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
    "optOuts.list": {
        parameters: {
            query?: {
                /** @description Items per page */
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string | null;
                /** @description False: who had left and came back */
                active?: boolean;
                /** @description Who said so */
                source?: ("api" | "agent" | "keyword" | "provider" | "import") | null;
                /** @description Of this channel alone */
                channelId?: string | null;
                /** @description Of this number, however spelt */
                phone?: string | null;
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
                    "application/json": components["schemas"]["Page_OptOutRead_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "optOuts.create": {
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
                "application/json": components["schemas"]["OptOutCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OptOutRead"];
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
    "optOuts.import": {
        parameters: {
            query?: {
                /** @description Absent: that of the file's column ``channelId``, else every channel of the company */
                channelId?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["OptOutsImportForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OptOutsImported"];
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
    "optOuts.exportRejected": {
        parameters: {
            query?: {
                /** @description Between cells; absent: as spreadsheets in the company's country have it */
                separator?: ("comma" | "semicolon" | "tab") | null;
                /** @description Whether a byte order mark is in front, as Excel needs; absent: yes */
                bom?: boolean | null;
            };
            header?: never;
            path: {
                file_id: string;
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
    "optOuts.linkRejected": {
        parameters: {
            query?: {
                /** @description Between cells; absent: as spreadsheets in the company's country have it */
                separator?: ("comma" | "semicolon" | "tab") | null;
                /** @description Whether a byte order mark is in front, as Excel needs; absent: yes */
                bom?: boolean | null;
            };
            header?: never;
            path: {
                file_id: string;
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
    "optOuts.export": {
        parameters: {
            query?: {
                /** @description False: who had left and came back */
                active?: boolean;
                /** @description Who said so */
                source?: ("api" | "agent" | "keyword" | "provider" | "import") | null;
                /** @description Of this channel alone */
                channelId?: string | null;
                /** @description Of this number, however spelt */
                phone?: string | null;
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
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "optOuts.linkExport": {
        parameters: {
            query?: {
                /** @description False: who had left and came back */
                active?: boolean;
                /** @description Who said so */
                source?: ("api" | "agent" | "keyword" | "provider" | "import") | null;
                /** @description Of this channel alone */
                channelId?: string | null;
                /** @description Of this number, however spelt */
                phone?: string | null;
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
    "optOuts.getSettings": {
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
                    "application/json": components["schemas"]["OptOutSettingsBody"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "optOuts.setSettings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OptOutSettingsBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OptOutSettingsBody"];
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
    "optOuts.listHistory": {
        parameters: {
            query?: {
                /** @description Items per page */
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string | null;
            };
            header?: never;
            path: {
                opt_out_id: string;
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
                    "application/json": components["schemas"]["Page_OptOutHistoryRead_"];
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
    "optOuts.delete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                opt_out_id: string;
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
    "campaigns.previewContent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SamplesAsk"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SamplesRead"];
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
