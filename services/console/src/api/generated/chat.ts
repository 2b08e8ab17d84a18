// Written by `make client` from docs/openapi/chat.json. Do not edit.

export interface paths {
    "/api/v1/contacts/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import Contacts
         * @description Import contacts from CSV or XLSX, by the names that its columns have.
         *
         *     It is done in the background; ``/contacts/imports/{id}`` tells how far it is.
         */
        post: operations["contacts.import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/imports/{import_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Import
         * @description How far an import is.
         */
        get: operations["contacts.getImport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/imports/{import_id}/rejected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Rejected
         * @description The rows that an import refused, with the reason in front, as CSV: to be corrected and sent again.
         *
         *     They are kept for 30 days.
         */
        get: operations["contacts.exportRejected"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Contacts
         * @description All contacts as CSV, newest first, with their tags and custom fields; it can be imported again.
         */
        get: operations["contacts.export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Contacts
         * @description The company's contacts, newest first.
         *
         *     With `q` those in whose name or phone it is found; one or two letters or digits are looked for among
         *     the newest 10,000 contacts.
         */
        get: operations["contacts.list"];
        put?: never;
        /**
         * Create Contact
         * @description Add a contact; 409 when the company has one with this phone, in either Brazilian form.
         */
        post: operations["contacts.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Contact
         * @description One contact.
         */
        get: operations["contacts.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Update Contact
         * @description Change what the body names; the rest stays. Of `customFields` those that it names; null removes one.
         */
        patch: operations["contacts.update"];
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Messages Of Contact
         * @description All that stands in the conversations with a contact, newest first, with and without a ticket.
         *
         *     Also campaigns' messages, and what was written on the phone.
         */
        get: operations["contacts.listMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Tickets
         * @description The company's tickets, the last written to first; of an agent (``assigneeId``), with a tag (``tagId``).
         *
         *     With `q` those of contacts in whose name or phone it is found, of the 500 newest such contacts.
         */
        get: operations["tickets.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Ticket
         * @description One ticket, with its contact.
         */
        get: operations["tickets.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket_id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Messages
         * @description The conversation, newest first.
         */
        get: operations["tickets.listMessages"];
        put?: never;
        /**
         * Reply
         * @description Write to the customer, or react to a message. A pending ticket becomes the agent's. Safe to repeat.
         */
        post: operations["tickets.reply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket_id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept
         * @description Take a ticket; 409 when another agent has it.
         */
        post: operations["tickets.accept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket_id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read
         * @description Count nothing as unread, and show the customer that it was read. Safe to repeat.
         */
        post: operations["tickets.markRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket_id}/typing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show Typing
         * @description Show the customer for 25 seconds that an answer is being written; repeat it while it is.
         *
         *     WhatsApp then shows their messages as read, too.
         */
        post: operations["tickets.showTyping"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket_id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close
         * @description Close a ticket; closing a closed one changes nothing.
         */
        post: operations["tickets.close"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket_id}/tags/{tag_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Add Tag
         * @description Put a tag on a ticket, which has 20 at most. Safe to repeat.
         */
        put: operations["tickets.addTag"];
        post?: never;
        /**
         * Remove Tag
         * @description Take a tag off a ticket. Safe to repeat.
         */
        delete: operations["tickets.removeTag"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Tags
         * @description The company's tags, by name. All of them: there is one page.
         */
        get: operations["tags.list"];
        put?: never;
        /**
         * Create Tag
         * @description Add a tag; 409 when there is one of this name, in upper or lower case.
         */
        post: operations["tags.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tags/{tag_id}": {
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
         * Archive Tag
         * @description Archive a tag: tickets that have it keep it, no further ones get it.
         */
        delete: operations["tags.archive"];
        options?: never;
        head?: never;
        /**
         * Update Tag
         * @description Rename or recolour a tag, on every ticket that has it.
         */
        patch: operations["tags.update"];
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Events
         * @description Events behind ``after``, in order; 410 when some of them are no longer kept.
         */
        get: operations["events.list"];
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
         * CampaignFinished
         * @description A campaign has ended, with its last counts.
         */
        CampaignFinished: {
            /**
             * Campaignid
             * Format: uuid
             */
            campaignId: string;
            /** Name */
            name: string;
            /** State */
            state: string;
            /** Total */
            total: number;
            /** Counts */
            counts: {
                [key: string]: number;
            };
            /** Replies */
            replies: number;
            /** Startedat */
            startedAt: string | null;
            /** Finishedat */
            finishedAt: string | null;
        };
        /** CampaignFinishedLogged */
        CampaignFinishedLogged: {
            /**
             * Id
             * @description The company's sequence number
             */
            id: number;
            /**
             * Namespace
             * @constant
             */
            namespace: "campaigns";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "campaign.finished";
            payload: components["schemas"]["CampaignFinished"];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
        };
        /**
         * CampaignProgress
         * @description How far a campaign is: ``counts`` are recipients by state.
         */
        CampaignProgress: {
            /**
             * Campaignid
             * Format: uuid
             */
            campaignId: string;
            /** Name */
            name: string;
            /** State */
            state: string;
            /** Total */
            total: number;
            /** Counts */
            counts: {
                [key: string]: number;
            };
            /** Replies */
            replies: number;
            /** Startedat */
            startedAt: string | null;
            /** Finishedat */
            finishedAt: string | null;
        };
        /** CampaignProgressLogged */
        CampaignProgressLogged: {
            /**
             * Id
             * @description The company's sequence number
             */
            id: number;
            /**
             * Namespace
             * @constant
             */
            namespace: "campaigns";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "campaign.progress";
            payload: components["schemas"]["CampaignProgress"];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
        };
        /** CardAddress */
        CardAddress: {
            /** Street */
            street?: string | null;
            /** City */
            city?: string | null;
            /** State */
            state?: string | null;
            /** Zip */
            zip?: string | null;
            /** Country */
            country?: string | null;
            /** Countrycode */
            countryCode?: string | null;
            /** Type */
            type?: string | null;
        };
        /** CardEmail */
        CardEmail: {
            /** Email */
            email: string;
            /** Type */
            type?: string | null;
        };
        /** CardName */
        CardName: {
            /** Formattedname */
            formattedName: string;
            /** Firstname */
            firstName?: string | null;
            /** Lastname */
            lastName?: string | null;
            /** Middlename */
            middleName?: string | null;
            /** Prefix */
            prefix?: string | null;
            /** Suffix */
            suffix?: string | null;
        };
        /** CardOrganisation */
        CardOrganisation: {
            /** Company */
            company?: string | null;
            /** Department */
            department?: string | null;
            /** Title */
            title?: string | null;
        };
        /** CardPhone */
        CardPhone: {
            /** Phone */
            phone: string;
            /** Type */
            type?: string | null;
            /** Waid */
            waId?: string | null;
        };
        /** CardUrl */
        CardUrl: {
            /** Url */
            url: string;
            /** Type */
            type?: string | null;
        };
        /**
         * ChannelChanged
         * @description A channel is new or has changed.
         */
        ChannelChanged: {
            /**
             * Channelid
             * Format: uuid
             */
            channelId: string;
            /** Name */
            name: string;
            /** Provider */
            provider: string;
            /** Status */
            status: string;
            /** Displayphone */
            displayPhone: string | null;
        };
        /** ChannelChangedLogged */
        ChannelChangedLogged: {
            /**
             * Id
             * @description The company's sequence number
             */
            id: number;
            /**
             * Namespace
             * @constant
             */
            namespace: "channels";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "channel.changed";
            payload: components["schemas"]["ChannelChanged"];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
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
             * @description Of several phones of a row the one most likely on WhatsApp counts; the others become fields.
             * @enum {string}
             */
            use: "phone" | "name" | "tags" | "userId" | "field" | "ignored";
        };
        /** ContactCard */
        ContactCard: {
            name: components["schemas"]["CardName"];
            /** Phones */
            phones?: components["schemas"]["CardPhone"][];
            /** Emails */
            emails?: components["schemas"]["CardEmail"][];
            /** Urls */
            urls?: components["schemas"]["CardUrl"][];
            /** Addresses */
            addresses?: components["schemas"]["CardAddress"][];
            org?: components["schemas"]["CardOrganisation"] | null;
            /**
             * Birthday
             * @description As ``YYYY-MM-DD``.
             */
            birthday?: string | null;
        };
        /** ContactCreate */
        ContactCreate: {
            /** Name */
            name: string;
            /**
             * Phone
             * @description With country code, or as dialled in the company's own country.
             */
            phone: string;
            /** Tags */
            tags?: string[];
            /** Customfields */
            customFields?: {
                [key: string]: string;
            };
        };
        /**
         * ContactMerged
         * @description A contact is gone: it was the same person as another one.
         */
        ContactMerged: {
            /**
             * Contactid
             * Format: uuid
             */
            contactId: string;
            /**
             * Mergedinto
             * Format: uuid
             */
            mergedInto: string;
        };
        /** ContactMergedLogged */
        ContactMergedLogged: {
            /**
             * Id
             * @description The company's sequence number
             */
            id: number;
            /**
             * Namespace
             * @constant
             */
            namespace: "chat";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "contact.merged";
            payload: components["schemas"]["ContactMerged"];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
        };
        /** ContactRead */
        ContactRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string | null;
            /** Phone */
            phone: string | null;
            /** Waid */
            waId: string | null;
            /** Bsuid */
            bsuid: string | null;
            /** Tags */
            tags: string[];
            /** Customfields */
            customFields: {
                [key: string]: string;
            };
            /** Optedout */
            optedOut: boolean;
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
         * ContactUpdate
         * @description What is absent stays as it is. ``tags`` replaces all tags, ``customFields`` changes those it names.
         */
        ContactUpdate: {
            /** Name */
            name?: string;
            /** Phone */
            phone?: string;
            /** Tags */
            tags?: string[];
            /**
             * Customfields
             * @description Each field with its new value, or with null to remove it; a contact has 50 at most.
             */
            customFields?: {
                [key: string]: string | null;
            };
        };
        /**
         * ContactUpdated
         * @description A contact is new or has changed.
         */
        ContactUpdated: {
            contact: components["schemas"]["ContactRead"];
        };
        /** ContactUpdatedLogged */
        ContactUpdatedLogged: {
            /**
             * Id
             * @description The company's sequence number
             */
            id: number;
            /**
             * Namespace
             * @constant
             */
            namespace: "chat";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "contact.updated";
            payload: components["schemas"]["ContactUpdated"];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
        };
        /** ContactsContent */
        ContactsContent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "contacts";
            /** Contacts */
            contacts: components["schemas"]["ContactCard"][];
        };
        /**
         * FlowButton
         * @description Opens a flow, named by exactly one of ``flow_id`` and ``flow_name``.
         */
        FlowButton: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "flow";
            /** Flowid */
            flowId?: string | null;
            /** Flowname */
            flowName?: string | null;
            /** Flowcta */
            flowCta: string;
            /**
             * Flowtoken
             * @default unused
             */
            flowToken?: string;
            /**
             * Mode
             * @default published
             * @enum {string}
             */
            mode?: "published" | "draft";
            /**
             * Flowaction
             * @default navigate
             * @enum {string}
             */
            flowAction?: "navigate" | "data_exchange";
            /** Screen */
            screen?: string | null;
            /** Data */
            data?: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * Header
         * @description What stands above an interactive message: a line of text, or a file.
         */
        Header: {
            /**
             * Type
             * @default text
             * @enum {string}
             */
            type?: "text" | "image" | "video" | "document";
            /** Text */
            text?: string | null;
            media?: components["schemas"]["Media"] | null;
        };
        /** ImportAccepted */
        ImportAccepted: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Status */
            status: string;
            /** Columns */
            columns: components["schemas"]["ColumnUse"][];
        };
        /** ImportProblem */
        ImportProblem: {
            /** Line */
            line: number;
            /** Field */
            field: string;
            /**
             * Message
             * @description In the language that the request prefers.
             */
            message: string;
            /** Code */
            code: string;
            /**
             * Params
             * @description The values in the message, by name.
             */
            params: {
                [key: string]: unknown;
            };
        };
        /**
         * ImportProgress
         * @description How far an import is.
         */
        ImportProgress: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Status
             * @enum {string}
             */
            status: "queued" | "running" | "finished" | "failed";
            /**
             * Onexisting
             * @description What happens to contacts that are there.
             * @enum {string}
             */
            onExisting: "skip" | "update" | "fillEmpty";
            /**
             * Rows
             * @description Rows dealt with so far; always the sum of the four counts below.
             */
            rows: number;
            /**
             * Total
             * @description The same as `rows`, by its old name.
             */
            total: number;
            /** Created */
            created: number;
            /** Updated */
            updated: number;
            /**
             * Duplicates
             * @description Rows that repeat a person of the file, change nothing about a contact, or are of one and skipped.
             */
            duplicates: number;
            /**
             * Invalid
             * @description Rows that were refused: `/contacts/imports/{id}/rejected` has all of them.
             */
            invalid: number;
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /** Finishedat */
            finishedAt: string | null;
        };
        /** ImportRead */
        ImportRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Status
             * @enum {string}
             */
            status: "queued" | "running" | "finished" | "failed";
            /**
             * Onexisting
             * @description What happens to contacts that are there.
             * @enum {string}
             */
            onExisting: "skip" | "update" | "fillEmpty";
            /**
             * Rows
             * @description Rows dealt with so far; always the sum of the four counts below.
             */
            rows: number;
            /**
             * Total
             * @description The same as `rows`, by its old name.
             */
            total: number;
            /** Created */
            created: number;
            /** Updated */
            updated: number;
            /**
             * Duplicates
             * @description Rows that repeat a person of the file, change nothing about a contact, or are of one and skipped.
             */
            duplicates: number;
            /**
             * Invalid
             * @description Rows that were refused: `/contacts/imports/{id}/rejected` has all of them.
             */
            invalid: number;
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /** Finishedat */
            finishedAt: string | null;
            /** Columns */
            columns: components["schemas"]["ColumnUse"][];
            /**
             * Errors
             * @description The first hundred.
             */
            errors: components["schemas"]["ImportProblem"][];
        };
        /**
         * ImportUpdated
         * @description An import has come further: one for each chunk, instead of one for each contact.
         */
        ImportUpdated: {
            import: components["schemas"]["ImportProgress"];
        };
        /** ImportUpdatedLogged */
        ImportUpdatedLogged: {
            /**
             * Id
             * @description The company's sequence number
             */
            id: number;
            /**
             * Namespace
             * @constant
             */
            namespace: "chat";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "import.updated";
            payload: components["schemas"]["ImportUpdated"];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
        };
        /** InteractiveContent */
        InteractiveContent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "interactive";
            /** Body */
            body: string;
            header?: components["schemas"]["Header"] | null;
            /** Footer */
            footer?: string | null;
            /** Action */
            action: components["schemas"]["ReplyButtons"] | components["schemas"]["ListMenu"] | components["schemas"]["LinkButton"] | components["schemas"]["LocationRequest"] | components["schemas"]["FlowButton"];
        };
        /** LinkButton */
        LinkButton: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "cta_url";
            /** Displaytext */
            displayText: string;
            /** Url */
            url: string;
        };
        /** ListMenu */
        ListMenu: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "list";
            /**
             * Button
             * @description What opens the list.
             */
            button: string;
            /** Sections */
            sections: components["schemas"]["ListSection"][];
        };
        /** ListRow */
        ListRow: {
            /**
             * Id
             * @description Comes back with the customer's choice.
             */
            id: string;
            /** Title */
            title: string;
            /** Description */
            description?: string | null;
        };
        /** ListSection */
        ListSection: {
            /** Title */
            title?: string | null;
            /** Rows */
            rows: components["schemas"]["ListRow"][];
        };
        /** LocationContent */
        LocationContent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "location";
            /** Latitude */
            latitude: number;
            /** Longitude */
            longitude: number;
            /** Name */
            name?: string | null;
            /** Address */
            address?: string | null;
        };
        /**
         * LocationRequest
         * @description Asks the customer for their location.
         */
        LocationRequest: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "location_request_message";
        };
        /**
         * Media
         * @description A file at the provider. ``provider_media_id`` is fetched by the gateway's worker, never here.
         *
         *     ``id`` and ``state`` are those of our copy; absent as long as there is to be none.
         */
        Media: {
            /** Id */
            id?: string | null;
            /** State */
            state?: ("pending" | "stored" | "failed") | null;
            /**
             * Error
             * @description Why there will be no file, with state ``failed``.
             */
            error?: string | null;
            /** Providermediaid */
            providerMediaId?: string | null;
            /** Url */
            url?: string | null;
            /** Mimetype */
            mimeType?: string | null;
            /** Sha256 */
            sha256?: string | null;
            /** Filename */
            filename?: string | null;
            /** Size */
            size?: number | null;
            /**
             * Voice
             * @default false
             */
            voice?: boolean;
        };
        /** MediaContent */
        MediaContent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "media";
            /**
             * Mediatype
             * @enum {string}
             */
            mediaType: "image" | "audio" | "video" | "document" | "sticker";
            media: components["schemas"]["Media"];
            /** Caption */
            caption?: string | null;
        };
        /**
         * MediaRead
         * @description The file of a message.
         */
        MediaRead: {
            /** Id */
            id: string | null;
            /**
             * State
             * @description Of our copy; none where there is to be none, and of an uploaded file until it is known here.
             */
            state: ("pending" | "stored" | "failed") | null;
            /**
             * Error
             * @description Why there will be no file.
             */
            error: string | null;
            /** Mimetype */
            mimeType: string | null;
            /** Filename */
            filename: string | null;
            /** Size */
            size: number | null;
            /** Voice */
            voice: boolean;
            /** Providermediaid */
            providerMediaId: string | null;
            /**
             * Url
             * @description Where the file is: below this API once it is stored; or where we told the provider to fetch it.
             */
            url: string | null;
        };
        /**
         * MessageCreate
         * @description Either a ``text``, or a ``content`` of any kind that WhatsApp takes.
         */
        MessageCreate: {
            /** Text */
            text?: string | null;
            /** Content */
            content?: (components["schemas"]["TextContent"] | components["schemas"]["TemplateContent"] | components["schemas"]["MediaContent"] | components["schemas"]["InteractiveContent"] | components["schemas"]["LocationContent"] | components["schemas"]["ContactsContent"] | components["schemas"]["ReactionContent"]) | null;
            /**
             * Replyto
             * @description The `providerMessageId` of the message of this contact that is answered.
             */
            replyTo?: string | null;
            /**
             * Clientmessageid
             * @description Chosen by the client, one for each message of a ticket. The same message again is answered with the
             *     first one; another message under it is refused with 409.
             */
            clientMessageId: string;
        };
        /**
         * MessageCreated
         * @description A message is new.
         */
        MessageCreated: {
            message: components["schemas"]["MessageRead"];
        };
        /** MessageCreatedLogged */
        MessageCreatedLogged: {
            /**
             * Id
             * @description The company's sequence number
             */
            id: number;
            /**
             * Namespace
             * @constant
             */
            namespace: "chat";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "message.created";
            payload: components["schemas"]["MessageCreated"];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
        };
        /**
         * MessageError
         * @description Why a message was not delivered.
         */
        MessageError: {
            /**
             * Code
             * @description The provider's; -1 is ours.
             */
            code: number;
            /**
             * Title
             * @description In the provider's words.
             */
            title: string;
            /** Details */
            details: string | null;
            /**
             * Reason
             * @description What it means, as a stable code.
             */
            reason: string | null;
            /**
             * Words
             * @description The same for agents, by language: ``pt`` and ``en``.
             */
            words: {
                [key: string]: string;
            } | null;
        };
        /**
         * MessageRead
         * @description A message with all that was done to it since. One that was taken back shows nothing of what it said.
         */
        MessageRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Ticketid
             * @description None for what has an ``origin``: it stands in every ticket of its contact and channel.
             */
            ticketId: string | null;
            /**
             * Contactid
             * Format: uuid
             */
            contactId: string;
            /**
             * Channelid
             * Format: uuid
             */
            channelId: string;
            /**
             * Groupid
             * @description WhatsApp's id of the group that it was written to.
             */
            groupId: string | null;
            /**
             * Direction
             * @enum {string}
             */
            direction: "in" | "out";
            /**
             * Origin
             * @description Where that comes from which neither the customer nor an agent wrote here.
             */
            origin: ("phone_app" | "history" | "campaign" | "test" | "automatic" | "activity") | null;
            /** Campaignid */
            campaignId: string | null;
            /** Authorid */
            authorId: string | null;
            /** Kind */
            kind: string;
            /** Text */
            text: string | null;
            /**
             * Content
             * @description What a message of its ``kind`` has besides text and file, under the name of the kind. In camelCase,
             *     except for a template's ``components``, which are as Meta defines them, and a flow's ``data``.
             */
            content: {
                [key: string]: unknown;
            };
            media: components["schemas"]["MediaRead"] | null;
            /** @description The file with all that the customer wrote, when it is more than fits here: ``text`` is cut then. */
            whole: components["schemas"]["MediaRead"] | null;
            /** Replyto */
            replyTo: string | null;
            /**
             * Target
             * @description Of an agent's reaction: the `providerMessageId` of the message it stands under. Lists leave it out.
             */
            target: string | null;
            /** Providermessageid */
            providerMessageId: string | null;
            /** Clientmessageid */
            clientMessageId: string | null;
            /** State */
            state: string;
            error: components["schemas"]["MessageError"] | null;
            /** Reactions */
            reactions: components["schemas"]["ReactionRead"][];
            /** Editedat */
            editedAt: string | null;
            /**
             * Revokedat
             * @description When the customer took it back.
             */
            revokedAt: string | null;
            /**
             * Sentat
             * Format: date-time
             */
            sentAt: string;
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
        };
        /**
         * MessageUpdated
         * @description A message has changed: its state, its file, a reaction, an edit.
         */
        MessageUpdated: {
            message: components["schemas"]["MessageRead"];
        };
        /** MessageUpdatedLogged */
        MessageUpdatedLogged: {
            /**
             * Id
             * @description The company's sequence number
             */
            id: number;
            /**
             * Namespace
             * @constant
             */
            namespace: "chat";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "message.updated";
            payload: components["schemas"]["MessageUpdated"];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
        };
        /** ContactReadPage */
        Page_ContactRead_: {
            /** Items */
            items: components["schemas"]["ContactRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** MessageReadPage */
        Page_MessageRead_: {
            /** Items */
            items: components["schemas"]["MessageRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** TagReadPage */
        Page_TagRead_: {
            /** Items */
            items: components["schemas"]["TagRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** TicketReadPage */
        Page_TicketRead_: {
            /** Items */
            items: components["schemas"]["TicketRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /**
         * ReactionContent
         * @description An emoji under an earlier message; no emoji takes the reaction back.
         */
        ReactionContent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "reaction";
            /**
             * Messageid
             * @description The provider's id of that message.
             */
            messageId: string;
            /** Emoji */
            emoji?: string | null;
        };
        /** ReactionRead */
        ReactionRead: {
            /**
             * Direction
             * @enum {string}
             */
            direction: "in" | "out";
            /**
             * By
             * @description The contact; or the agent, of whom all together have one reaction.
             */
            by: string | null;
            /** Emoji */
            emoji: string;
            /**
             * At
             * Format: date-time
             */
            at: string;
        };
        /** ReplyButton */
        ReplyButton: {
            /**
             * Id
             * @description Comes back with the customer's choice.
             */
            id: string;
            /** Title */
            title: string;
        };
        /** ReplyButtons */
        ReplyButtons: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "button";
            /** Buttons */
            buttons: components["schemas"]["ReplyButton"][];
        };
        /** TagCreate */
        TagCreate: {
            /** Name */
            name: string;
            /**
             * Color
             * @default #64748b
             */
            color?: string;
        };
        /** TagRead */
        TagRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Color */
            color: string;
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /**
             * Archivedat
             * @description Since when it can be put on no further tickets.
             */
            archivedAt: string | null;
            /** Revision */
            revision: number;
        };
        /**
         * TagUpdate
         * @description What is absent stays as it is.
         */
        TagUpdate: {
            /** Name */
            name?: string;
            /** Color */
            color?: string;
        };
        /**
         * TagUpdated
         * @description A tag is new, has changed or was archived.
         */
        TagUpdated: {
            tag: components["schemas"]["TagRead"];
        };
        /** TagUpdatedLogged */
        TagUpdatedLogged: {
            /**
             * Id
             * @description The company's sequence number
             */
            id: number;
            /**
             * Namespace
             * @constant
             */
            namespace: "chat";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "tag.updated";
            payload: components["schemas"]["TagUpdated"];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
        };
        /**
         * TemplateContent
         * @description A template message; ``components`` are passed on as the provider defines them.
         */
        TemplateContent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "template";
            /** Name */
            name: string;
            /** Language */
            language: string;
            /** Components */
            components?: {
                [key: string]: unknown;
            }[];
        };
        /** TextContent */
        TextContent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "text";
            /** Body */
            body: string;
            /**
             * Previewurl
             * @default false
             */
            previewUrl?: boolean;
        };
        /**
         * TicketContact
         * @description Whom a ticket is with, as much as a list needs.
         */
        TicketContact: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string | null;
            /** Phone */
            phone: string | null;
        };
        /** TicketRead */
        TicketRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** @description Of a group's ticket: who wrote first. */
            contact: components["schemas"]["TicketContact"];
            /**
             * Channelid
             * Format: uuid
             */
            channelId: string;
            /**
             * Groupid
             * @description WhatsApp's id of the group, of a ticket with what is said in it. It cannot be answered here.
             */
            groupId: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "pending" | "open" | "closed";
            /** Assigneeid */
            assigneeId: string | null;
            /**
             * Openedat
             * Format: date-time
             */
            openedAt: string;
            /** Firstreplyat */
            firstReplyAt: string | null;
            /** Closedat */
            closedAt: string | null;
            /**
             * Lastmessageat
             * Format: date-time
             */
            lastMessageAt: string;
            /**
             * Windowopenuntil
             * @description Until when the customer can get more than templates; a time that has passed: since when they cannot.
             */
            windowOpenUntil: string | null;
            /** Unread */
            unread: number;
            /**
             * Tagids
             * @description Some may be archived (`GET /tags?archived=true`).
             */
            tagIds: string[];
            /** Revision */
            revision: number;
        };
        /**
         * TicketStatus
         * @enum {string}
         */
        TicketStatus: "pending" | "open" | "closed";
        /**
         * TicketUpdated
         * @description A ticket is new or has changed.
         */
        TicketUpdated: {
            ticket: components["schemas"]["TicketRead"];
        };
        /** TicketUpdatedLogged */
        TicketUpdatedLogged: {
            /**
             * Id
             * @description The company's sequence number
             */
            id: number;
            /**
             * Namespace
             * @constant
             */
            namespace: "chat";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "ticket.updated";
            payload: components["schemas"]["TicketUpdated"];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
        };
        /**
         * UpdatesPage
         * @description One page. ``nextCursor`` is null on the last one.
         */
        UpdatesPage: {
            /** Items */
            items: (components["schemas"]["ContactUpdatedLogged"] | components["schemas"]["ContactMergedLogged"] | components["schemas"]["TicketUpdatedLogged"] | components["schemas"]["TagUpdatedLogged"] | components["schemas"]["MessageCreatedLogged"] | components["schemas"]["MessageUpdatedLogged"] | components["schemas"]["ImportUpdatedLogged"] | components["schemas"]["CampaignProgressLogged"] | components["schemas"]["CampaignFinishedLogged"] | components["schemas"]["ChannelChangedLogged"])[];
            /** Nextcursor */
            nextCursor: string | null;
        };
        /** Body_contacts.import */
        import: {
            /** File */
            file: string;
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
    "contacts.import": {
        parameters: {
            query?: {
                /** @description What happens to contacts that are there */
                onExisting?: "skip" | "update" | "fillEmpty";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["import"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportAccepted"];
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
    "contacts.getImport": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: string;
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
                    "application/json": components["schemas"]["ImportRead"];
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
    "contacts.exportRejected": {
        parameters: {
            query?: {
                /** @description Between cells; absent: as spreadsheets in the company's country have it */
                separator?: ("comma" | "semicolon" | "tab") | null;
                /** @description Whether a byte order mark is in front, as Excel needs; absent: yes */
                bom?: boolean | null;
            };
            header?: never;
            path: {
                import_id: string;
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
    "contacts.export": {
        parameters: {
            query?: {
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
            /** @description The contacts have too many different custom fields */
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
    "contacts.list": {
        parameters: {
            query?: {
                /** @description In names and phones */
                q?: string | null;
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
                    "application/json": components["schemas"]["Page_ContactRead_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "contacts.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContactCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactRead"];
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
    "contacts.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_id: string;
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
                    "application/json": components["schemas"]["ContactRead"];
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
    "contacts.update": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you read, which is the `revision` in quotes; 412 if it has changed */
                "if-match"?: string | null;
            };
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContactUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactRead"];
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
    "contacts.listMessages": {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string | null;
                /** @description Items per page */
                limit?: number;
            };
            header?: never;
            path: {
                contact_id: string;
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
                    "application/json": components["schemas"]["Page_MessageRead_"];
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
    "tickets.list": {
        parameters: {
            query?: {
                status?: components["schemas"]["TicketStatus"] | null;
                assigneeId?: string | null;
                tagId?: string | null;
                /** @description In names and phones of their contacts */
                q?: string | null;
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
                    "application/json": components["schemas"]["Page_TicketRead_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "tickets.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticket_id: string;
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
                    "application/json": components["schemas"]["TicketRead"];
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
    "tickets.listMessages": {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string | null;
                /** @description Items per page */
                limit?: number;
            };
            header?: never;
            path: {
                ticket_id: string;
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
                    "application/json": components["schemas"]["Page_MessageRead_"];
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
    "tickets.reply": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticket_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MessageCreate"];
            };
        };
        responses: {
            /** @description This client message id was sent before */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageRead"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageRead"];
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
    "tickets.accept": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticket_id: string;
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
                    "application/json": components["schemas"]["TicketRead"];
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
    "tickets.markRead": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticket_id: string;
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
                    "application/json": components["schemas"]["TicketRead"];
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
    "tickets.showTyping": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticket_id: string;
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
    "tickets.close": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticket_id: string;
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
                    "application/json": components["schemas"]["TicketRead"];
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
    "tickets.addTag": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticket_id: string;
                tag_id: string;
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
                    "application/json": components["schemas"]["TicketRead"];
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
    "tickets.removeTag": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticket_id: string;
                tag_id: string;
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
                    "application/json": components["schemas"]["TicketRead"];
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
    "tags.list": {
        parameters: {
            query?: {
                /** @description Those that are archived instead */
                archived?: boolean;
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
                    "application/json": components["schemas"]["Page_TagRead_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "tags.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TagRead"];
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
    "tags.archive": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tag_id: string;
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
    "tags.update": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tag_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TagRead"];
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
    "events.list": {
        parameters: {
            query?: {
                /** @description `id` of the last event that was seen */
                after?: number;
                /** @description `nextCursor` of the page before, in place of `after` */
                cursor?: number | null;
                namespace?: ("chat" | "campaigns" | "channels") | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Updates as they were stored */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpdatesPage"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            /** @description Some of these events are no longer kept */
            410: {
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
}
