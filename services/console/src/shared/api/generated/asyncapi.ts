// Written by `make client` from docs/asyncapi.json. Do not edit.

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** AgentReactionRead */
        AgentReactionRead: {
            /**
             * Messageid
             * @description The `providerMessageId` of the message that it stands under.
             */
            messageId: string;
            /**
             * Emoji
             * @default null
             */
            emoji?: string | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * Answer
         * @description What a request is answered with when all went well.
         */
        Answer: {
            /**
             * Ok
             * @default true
             * @constant
             */
            ok: true;
        };
        /**
         * AutomationChanged
         * @description An automation is new, has changed, has another place or was deleted.
         */
        AutomationChanged: {
            /** @description The company's sequence number: `lastEventId` of the next handshake */
            id: number;
            /**
             * Automationid
             * Format: uuid
             */
            automationId: string;
            /** Name */
            name: string;
            /** Active */
            active: boolean;
            /** Revision */
            revision: number;
            /** Deleted */
            deleted: boolean;
        };
        /**
         * BulkProgress
         * @description How far a bulk action is.
         */
        BulkProgress: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Subject
             * @enum {string}
             */
            subject: "contacts" | "tickets";
            /**
             * Action
             * @description Of tickets the ``type`` of the action.
             */
            action: string;
            /**
             * Status
             * @enum {string}
             */
            status: "queued" | "running" | "finished" | "failed" | "cancelled";
            /**
             * Total
             * @description How many things it is about; of a filter that is known at the end.
             */
            total: number | null;
            /**
             * Done
             * @description Things dealt with so far.
             */
            done: number;
            /** Changed */
            changed: number;
            /**
             * Unchanged
             * @description Things that were so already, and of an export those that are in the file.
             */
            unchanged: number;
            /**
             * Failed
             * @description Things with which it could not be done: `errors` has the first hundred.
             */
            failed: number;
            /**
             * Missing
             * @description Things that are not there (any more).
             */
            missing: number;
            /**
             * Hasfile
             * @description `/bulk/{id}/file` has what an export wrote.
             */
            hasFile: boolean;
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
             * Finishedat
             * @description When it ended, also by failing or being cancelled.
             */
            finishedAt: string | null;
        };
        /**
         * BulkUpdated
         * @description A bulk action has come further or ended: one for each portion.
         */
        BulkUpdated: {
            /** @description The company's sequence number: `lastEventId` of the next handshake */
            id: number;
            bulk: components["schemas"]["BulkProgress"];
        };
        /**
         * ButtonMessage
         * @description The customer pressed a button of a template: ``text`` is what it says.
         */
        ButtonMessage: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Ticketid
             * @description None for most that has an ``origin``: it stands in every ticket of its contact and channel.
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
             * Sendername
             * @description In a group: what the member who wrote it is called, or their number; null elsewhere.
             */
            senderName: string | null;
            /**
             * Direction
             * @enum {string}
             */
            direction: "in" | "out";
            /**
             * Origin
             * @description Where that comes from which neither the customer nor an agent wrote here.
             */
            origin: ("phone_app" | "history" | "campaign" | "test" | "automatic" | "activity" | "blocked" | "note" | "timeline") | null;
            /** Campaignid */
            campaignId: string | null;
            /** Authorid */
            authorId: string | null;
            /** Text */
            text: string | null;
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
            /**
             * Resendof
             * @description The message that this one was sent again for.
             */
            resendOf: string | null;
            /**
             * Resentas
             * @description The message that this one was sent again as: it is not sent a third time from here.
             */
            resentAs: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "accepted" | "delivered" | "failed" | "internal" | "played" | "queued" | "read" | "received" | "returned" | "sent" | "suppressed" | "unconfirmed";
            /**
             * State
             * @deprecated
             * @description The same as `status`, by its old name. The next version drops it
             * @enum {string}
             */
            state: "accepted" | "delivered" | "failed" | "internal" | "played" | "queued" | "read" | "received" | "returned" | "sent" | "suppressed" | "unconfirmed";
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
            /**
             * Revision
             * @description Of two states of a message the one with the higher revision is newer.
             */
            revision: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "button";
            content: components["schemas"]["ContentRead"];
        };
        /** CallContentRead */
        CallContentRead: {
            /** @default null */
            context?: components["schemas"]["ContextRead"] | null;
            /** @default null */
            referral?: components["schemas"]["ReferralRead"] | null;
            /**
             * Previewurl
             * @description Of a text of ours: WhatsApp shows the page behind its first link.
             * @default null
             */
            previewUrl?: boolean | null;
            /**
             * Truncated
             * @description Some of what the provider sent was too long to be kept.
             * @default null
             */
            truncated?: boolean | null;
            /** @default null */
            call?: components["schemas"]["CallRead"] | null;
        } & {
            [key: string]: unknown;
        };
        /** CallMessage */
        CallMessage: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Ticketid
             * @description None for most that has an ``origin``: it stands in every ticket of its contact and channel.
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
             * Sendername
             * @description In a group: what the member who wrote it is called, or their number; null elsewhere.
             */
            senderName: string | null;
            /**
             * Direction
             * @enum {string}
             */
            direction: "in" | "out";
            /**
             * Origin
             * @description Where that comes from which neither the customer nor an agent wrote here.
             */
            origin: ("phone_app" | "history" | "campaign" | "test" | "automatic" | "activity" | "blocked" | "note" | "timeline") | null;
            /** Campaignid */
            campaignId: string | null;
            /** Authorid */
            authorId: string | null;
            /** Text */
            text: string | null;
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
            /**
             * Resendof
             * @description The message that this one was sent again for.
             */
            resendOf: string | null;
            /**
             * Resentas
             * @description The message that this one was sent again as: it is not sent a third time from here.
             */
            resentAs: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "accepted" | "delivered" | "failed" | "internal" | "played" | "queued" | "read" | "received" | "returned" | "sent" | "suppressed" | "unconfirmed";
            /**
             * State
             * @deprecated
             * @description The same as `status`, by its old name. The next version drops it
             * @enum {string}
             */
            state: "accepted" | "delivered" | "failed" | "internal" | "played" | "queued" | "read" | "received" | "returned" | "sent" | "suppressed" | "unconfirmed";
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
            /**
             * Revision
             * @description Of two states of a message the one with the higher revision is newer.
             */
            revision: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "call";
            content: components["schemas"]["CallContentRead"];
        };
        /** CallRead */
        CallRead: {
            /**
             * Missed
             * @default null
             */
            missed?: boolean | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * CampaignFinished
         * @description A campaign has ended, with its last counts.
         */
        CampaignFinished: {
            /** @description The company's sequence number: `lastEventId` of the next handshake */
            id: number;
            /**
             * Campaignid
             * Format: uuid
             */
            campaignId: string;
            /** Name */
            name: string;
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
            /** Replies */
            replies: number;
            /** Startedat */
            startedAt: string | null;
            /** Finishedat */
            finishedAt: string | null;
        };
        /**
         * CampaignProgress
         * @description How far a campaign is: ``counts`` are recipients by status.
         */
        CampaignProgress: {
            /** @description The company's sequence number: `lastEventId` of the next handshake */
            id: number;
            /**
             * Campaignid
             * Format: uuid
             */
            campaignId: string;
            /** Name */
            name: string;
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
            /** Replies */
            replies: number;
            /** Startedat */
            startedAt: string | null;
            /** Finishedat */
            finishedAt: string | null;
        };
        /** CardAddressRead */
        CardAddressRead: {
            /**
             * Street
             * @default null
             */
            street?: string | null;
            /**
             * City
             * @default null
             */
            city?: string | null;
            /**
             * State
             * @default null
             */
            state?: string | null;
            /**
             * Zip
             * @default null
             */
            zip?: string | null;
            /**
             * Country
             * @default null
             */
            country?: string | null;
            /**
             * Countrycode
             * @default null
             */
            countryCode?: string | null;
            /**
             * Type
             * @default null
             */
            type?: string | null;
        } & {
            [key: string]: unknown;
        };
        /** CardEmailRead */
        CardEmailRead: {
            /**
             * Email
             * @default null
             */
            email?: string | null;
            /**
             * Type
             * @default null
             */
            type?: string | null;
        } & {
            [key: string]: unknown;
        };
        /** CardNameRead */
        CardNameRead: {
            /** Formattedname */
            formattedName: string;
            /**
             * Firstname
             * @default null
             */
            firstName?: string | null;
            /**
             * Lastname
             * @default null
             */
            lastName?: string | null;
            /**
             * Middlename
             * @default null
             */
            middleName?: string | null;
            /**
             * Prefix
             * @default null
             */
            prefix?: string | null;
            /**
             * Suffix
             * @default null
             */
            suffix?: string | null;
        } & {
            [key: string]: unknown;
        };
        /** CardOrganisationRead */
        CardOrganisationRead: {
            /**
             * Company
             * @default null
             */
            company?: string | null;
            /**
             * Department
             * @default null
             */
            department?: string | null;
            /**
             * Title
             * @default null
             */
            title?: string | null;
        } & {
            [key: string]: unknown;
        };
        /** CardPhoneRead */
        CardPhoneRead: {
            /**
             * Phone
             * @default null
             */
            phone?: string | null;
            /**
             * Type
             * @default null
             */
            type?: string | null;
            /**
             * Waid
             * @default null
             */
            waId?: string | null;
        } & {
            [key: string]: unknown;
        };
        /** CardRead */
        CardRead: {
            name: components["schemas"]["CardNameRead"];
            /**
             * Phones
             * @default null
             */
            phones?: components["schemas"]["CardPhoneRead"][] | null;
            /**
             * Emails
             * @default null
             */
            emails?: components["schemas"]["CardEmailRead"][] | null;
            /**
             * Urls
             * @default null
             */
            urls?: components["schemas"]["CardUrlRead"][] | null;
            /**
             * Addresses
             * @default null
             */
            addresses?: components["schemas"]["CardAddressRead"][] | null;
            /** @default null */
            org?: components["schemas"]["CardOrganisationRead"] | null;
            /**
             * Birthday
             * @default null
             */
            birthday?: string | null;
        } & {
            [key: string]: unknown;
        };
        /** CardUrlRead */
        CardUrlRead: {
            /**
             * Url
             * @default null
             */
            url?: string | null;
            /**
             * Type
             * @default null
             */
            type?: string | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * ChannelChanged
         * @description A channel is new or has changed.
         */
        ChannelChanged: {
            /** @description The company's sequence number: `lastEventId` of the next handshake */
            id: number;
            /**
             * Channelid
             * Format: uuid
             */
            channelId: string;
            /** Name */
            name: string;
            /** Provider */
            provider: string;
            /**
             * Status
             * @enum {string}
             */
            status: "active" | "disabled" | "error" | "deleted";
            /** Displayphone */
            displayPhone: string | null;
            /**
             * Session
             * @description Where the session of a WhatsApp Web channel is; null of a channel that has none.
             * @default null
             */
            session?: ("idle" | "connecting" | "qr" | "pair_code" | "paired" | "open" | "backoff" | "replaced" | "logged_out" | "blocked" | "outdated") | null;
        };
        /**
         * ChoiceRead
         * @description The button or the row of a list that the customer chose.
         */
        ChoiceRead: {
            /** Id */
            id: string;
            /** Title */
            title: string;
            /**
             * Description
             * @default null
             */
            description?: string | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * ContactDeleted
         * @description A contact was deleted, with all tickets and messages of the person.
         */
        ContactDeleted: {
            /** @description The company's sequence number: `lastEventId` of the next handshake */
            id: number;
            /**
             * Contactid
             * Format: uuid
             */
            contactId: string;
        };
        /**
         * ContactFieldDeleted
         * @description A custom field is no longer defined; contacts keep its values as texts.
         */
        ContactFieldDeleted: {
            /** @description The company's sequence number: `lastEventId` of the next handshake */
            id: number;
            /**
             * Fieldid
             * Format: uuid
             */
            fieldId: string;
            /** Name */
            name: string;
        };
        /** ContactFieldRead */
        ContactFieldRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Label */
            label: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "boolean" | "date" | "list" | "number" | "text";
            /** Options */
            options: string[];
            /** Position */
            position: number;
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
         * ContactFieldUpdated
         * @description A custom field of contacts was defined or has changed.
         */
        ContactFieldUpdated: {
            /** @description The company's sequence number: `lastEventId` of the next handshake */
            id: number;
            field: components["schemas"]["ContactFieldRead"];
        };
        /**
         * ContactMerged
         * @description A contact is gone: it was the same person as another one.
         */
        ContactMerged: {
            /** @description The company's sequence number: `lastEventId` of the next handshake */
            id: number;
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
            /**
             * Lid
             * @description WhatsApp's own id of the person on channels of WhatsApp Web, where the phone may stay hidden.
             */
            lid: string | null;
            /** Tags */
            tags: string[];
            /** Customfields */
            customFields: {
                [key: string]: string;
            };
            /** Optedout */
            optedOut: boolean;
            /** Email */
            email: string | null;
            /** Organization */
            organization: string | null;
            /** Externalid */
            externalId: string | null;
            /** Avatarurl */
            avatarUrl: string | null;
            /** Notes */
            notes: string | null;
            /**
             * Blockedat
             * @description Since when nothing is sent to the person, and what they write asks for no answer.
             */
            blockedAt: string | null;
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
         * ContactTagDeleted
         * @description A tag of contacts is gone, or became a part of another.
         */
        ContactTagDeleted: {
            /** @description The company's sequence number: `lastEventId` of the next handshake */
            id: number;
            /**
             * Tagid
             * Format: uuid
             */
            tagId: string;
            /** Name */
            name: string;
        };
        /**
         * ContactTagUpdated
         * @description A tag of contacts is new or has changed. Contacts get another name of it by and by.
         */
        ContactTagUpdated: {
            /** @description The company's sequence number: `lastEventId` of the next handshake */
            id: number;
            /**
             * Tagid
             * Format: uuid
             */
            tagId: string;
            /** Name */
            name: string;
            /** Color */
            color: string;
        };
        /**
         * ContactUpdated
         * @description A contact is new or has changed.
         */
        ContactUpdated: {
            /** @description The company's sequence number: `lastEventId` of the next handshake */
            id: number;
            contact: components["schemas"]["ContactRead"];
        };
        /** ContactsContentRead */
        ContactsContentRead: {
            /** @default null */
            context?: components["schemas"]["ContextRead"] | null;
            /** @default null */
            referral?: components["schemas"]["ReferralRead"] | null;
            /**
             * Previewurl
             * @description Of a text of ours: WhatsApp shows the page behind its first link.
             * @default null
             */
            previewUrl?: boolean | null;
            /**
             * Truncated
             * @description Some of what the provider sent was too long to be kept.
             * @default null
             */
            truncated?: boolean | null;
            /**
             * Contacts
             * @default null
             */
            contacts?: components["schemas"]["CardRead"][] | null;
        } & {
            [key: string]: unknown;
        };
        /** ContactsMessage */
        ContactsMessage: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Ticketid
             * @description None for most that has an ``origin``: it stands in every ticket of its contact and channel.
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
             * Sendername
             * @description In a group: what the member who wrote it is called, or their number; null elsewhere.
             */
            senderName: string | null;
            /**
             * Direction
             * @enum {string}
             */
            direction: "in" | "out";
            /**
             * Origin
             * @description Where that comes from which neither the customer nor an agent wrote here.
             */
            origin: ("phone_app" | "history" | "campaign" | "test" | "automatic" | "activity" | "blocked" | "note" | "timeline") | null;
            /** Campaignid */
            campaignId: string | null;
            /** Authorid */
            authorId: string | null;
            /** Text */
            text: string | null;
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
            /**
             * Resendof
             * @description The message that this one was sent again for.
             */
            resendOf: string | null;
            /**
             * Resentas
             * @description The message that this one was sent again as: it is not sent a third time from here.
             */
            resentAs: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "accepted" | "delivered" | "failed" | "internal" | "played" | "queued" | "read" | "received" | "returned" | "sent" | "suppressed" | "unconfirmed";
            /**
             * State
             * @deprecated
             * @description The same as `status`, by its old name. The next version drops it
             * @enum {string}
             */
            state: "accepted" | "delivered" | "failed" | "internal" | "played" | "queued" | "read" | "received" | "returned" | "sent" | "suppressed" | "unconfirmed";
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
            /**
             * Revision
             * @description Of two states of a message the one with the higher revision is newer.
             */
            revision: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "contacts";
            content: components["schemas"]["ContactsContentRead"];
        };
        /**
         * ContentRead
         * @description What a message of any kind may have.
         */
        ContentRead: {
            /** @default null */
            context?: components["schemas"]["ContextRead"] | null;
            /** @default null */
            referral?: components["schemas"]["ReferralRead"] | null;
            /**
             * Previewurl
             * @description Of a text of ours: WhatsApp shows the page behind its first link.
             * @default null
             */
            previewUrl?: boolean | null;
            /**
             * Truncated
             * @description Some of what the provider sent was too long to be kept.
             * @default null
             */
            truncated?: boolean | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * ContextRead
         * @description What is known of where a message comes from.
         */
        ContextRead: {
            /**
             * Forwarded
             * @default null
             */
            forwarded?: boolean | null;
            /**
             * Frequentlyforwarded
             * @default null
             */
            frequentlyForwarded?: boolean | null;
            /**
             * Referredproduct
             * @default null
             */
            referredProduct?: {
                [key: string]: unknown;
            } | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * CountsChanged
         * @description How many tickets that are not closed stand in the lists of what you see: some count has changed.
         */
        CountsChanged: {
            /** All */
            all: number;
            /**
             * Mine
             * @description You have them.
             */
            mine: number;
            /** Unassigned */
            unassigned: number;
            /**
             * Participating
             * @description You follow them.
             */
            participating: number;
            /**
             * Waiting
             * @description The customer waits for an answer.
             */
            waiting: number;
            /** Unread */
            unread: number;
            /** Snoozed */
            snoozed: number;
            /**
             * Snoozedmine
             * @description Of yours.
             */
            snoozedMine: number;
            /**
             * Snoozedunassigned
             * @description Of those that nobody has.
             */
            snoozedUnassigned: number;
            /**
             * Waitingsince
             * @description Since when the one waits who waits longest.
             */
            waitingSince: string | null;
            /** Queues */
            queues: components["schemas"]["QueueCounts"][];
        };
        /**
         * DraftChanged
         * @description A draft of one's own has changed, perhaps in another window: read it if it is shown.
         */
        DraftChanged: {
            /**
             * Ticketid
             * Format: uuid
             */
            ticketId: string;
            /**
             * Revision
             * @description None: there is no draft any more.
             */
            revision: number | null;
        };
        /** FileContentRead */
        FileContentRead: {
            /** @default null */
            context?: components["schemas"]["ContextRead"] | null;
            /** @default null */
            referral?: components["schemas"]["ReferralRead"] | null;
            /**
             * Previewurl
             * @description Of a text of ours: WhatsApp shows the page behind its first link.
             * @default null
             */
            previewUrl?: boolean | null;
            /**
             * Truncated
             * @description Some of what the provider sent was too long to be kept.
             * @default null
             */
            truncated?: boolean | null;
            /**
             * Animated
             * @description A sticker moves.
             * @default null
             */
            animated?: boolean | null;
        } & {
            [key: string]: unknown;
        };
        /** FileMessage */
        FileMessage: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Ticketid
             * @description None for most that has an ``origin``: it stands in every ticket of its contact and channel.
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
             * Sendername
             * @description In a group: what the member who wrote it is called, or their number; null elsewhere.
             */
            senderName: string | null;
            /**
             * Direction
             * @enum {string}
             */
            direction: "in" | "out";
            /**
             * Origin
             * @description Where that comes from which neither the customer nor an agent wrote here.
             */
            origin: ("phone_app" | "history" | "campaign" | "test" | "automatic" | "activity" | "blocked" | "note" | "timeline") | null;
            /** Campaignid */
            campaignId: string | null;
            /** Authorid */
            authorId: string | null;
            /** Text */
            text: string | null;
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
            /**
             * Resendof
             * @description The message that this one was sent again for.
             */
            resendOf: string | null;
            /**
             * Resentas
             * @description The message that this one was sent again as: it is not sent a third time from here.
             */
            resentAs: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "accepted" | "delivered" | "failed" | "internal" | "played" | "queued" | "read" | "received" | "returned" | "sent" | "suppressed" | "unconfirmed";
            /**
             * State
             * @deprecated
             * @description The same as `status`, by its old name. The next version drops it
             * @enum {string}
             */
            state: "accepted" | "delivered" | "failed" | "internal" | "played" | "queued" | "read" | "received" | "returned" | "sent" | "suppressed" | "unconfirmed";
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
            /**
             * Revision
             * @description Of two states of a message the one with the higher revision is newer.
             */
            revision: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "audio" | "document" | "image" | "sticker" | "video";
            content: components["schemas"]["FileContentRead"];
        };
        /** FlowAnswerRead */
        FlowAnswerRead: {
            /**
             * Responsejson
             * @description What the customer entered, as JSON; its names are the flow's.
             */
            responseJson: string;
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /**
             * Body
             * @default null
             */
            body?: string | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * Hours
         * @description When a team works. A weekday that is absent is closed; intervals do not touch each other.
         */
        Hours: {
            /** Monday */
            monday?: components["schemas"]["OpenInterval"][];
            /** Tuesday */
            tuesday?: components["schemas"]["OpenInterval"][];
            /** Wednesday */
            wednesday?: components["schemas"]["OpenInterval"][];
            /** Thursday */
            thursday?: components["schemas"]["OpenInterval"][];
            /** Friday */
            friday?: components["schemas"]["OpenInterval"][];
            /** Saturday */
            saturday?: components["schemas"]["OpenInterval"][];
            /** Sunday */
            sunday?: components["schemas"]["OpenInterval"][];
            /** Exceptions */
            exceptions?: components["schemas"]["HoursException"][];
        };
        /**
         * HoursException
         * @description What holds on one date in place of its weekday: a holiday without intervals, or shorter hours.
         */
        HoursException: {
            /**
             * Date
             * Format: date
             */
            date: string;
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /** Intervals */
            intervals?: components["schemas"]["OpenInterval"][];
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
            status: "draft" | "queued" | "running" | "finished" | "failed" | "cancelled";
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
            /**
             * Finishedat
             * @description When it ended, also by failing or being cancelled.
             */
            finishedAt: string | null;
        };
        /**
         * ImportUpdated
         * @description An import has come further or ended: one for each chunk, instead of one for each contact.
         */
        ImportUpdated: {
            /** @description The company's sequence number: `lastEventId` of the next handshake */
            id: number;
            import: components["schemas"]["ImportProgress"];
        };
        /** InteractiveContentRead */
        InteractiveContentRead: {
            /** @default null */
            context?: components["schemas"]["ContextRead"] | null;
            /** @default null */
            referral?: components["schemas"]["ReferralRead"] | null;
            /**
             * Previewurl
             * @description Of a text of ours: WhatsApp shows the page behind its first link.
             * @default null
             */
            previewUrl?: boolean | null;
            /**
             * Truncated
             * @description Some of what the provider sent was too long to be kept.
             * @default null
             */
            truncated?: boolean | null;
            /** @default null */
            interactive?: components["schemas"]["InteractiveRead"] | null;
        } & {
            [key: string]: unknown;
        };
        /** InteractiveMessage */
        InteractiveMessage: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Ticketid
             * @description None for most that has an ``origin``: it stands in every ticket of its contact and channel.
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
             * Sendername
             * @description In a group: what the member who wrote it is called, or their number; null elsewhere.
             */
            senderName: string | null;
            /**
             * Direction
             * @enum {string}
             */
            direction: "in" | "out";
            /**
             * Origin
             * @description Where that comes from which neither the customer nor an agent wrote here.
             */
            origin: ("phone_app" | "history" | "campaign" | "test" | "automatic" | "activity" | "blocked" | "note" | "timeline") | null;
            /** Campaignid */
            campaignId: string | null;
            /** Authorid */
            authorId: string | null;
            /** Text */
            text: string | null;
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
            /**
             * Resendof
             * @description The message that this one was sent again for.
             */
            resendOf: string | null;
            /**
             * Resentas
             * @description The message that this one was sent again as: it is not sent a third time from here.
             */
            resentAs: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "accepted" | "delivered" | "failed" | "internal" | "played" | "queued" | "read" | "received" | "returned" | "sent" | "suppressed" | "unconfirmed";
            /**
             * State
             * @deprecated
             * @description The same as `status`, by its old name. The next version drops it
             * @enum {string}
             */
            state: "accepted" | "delivered" | "failed" | "internal" | "played" | "queued" | "read" | "received" | "returned" | "sent" | "suppressed" | "unconfirmed";
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
            /**
             * Revision
             * @description Of two states of a message the one with the higher revision is newer.
             */
            revision: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "interactive";
            content: components["schemas"]["InteractiveContentRead"];
        };
        /**
         * InteractiveRead
         * @description A customer's choice has a ``type`` and a member of that name.
         *
         *     What an agent wrote has ``body`` and ``action``, as in the request.
         */
        InteractiveRead: {
            /**
             * Type
             * @default null
             */
            type?: ("button_reply" | "list_reply" | "nfm_reply") | null;
            /** @default null */
            buttonReply?: components["schemas"]["ChoiceRead"] | null;
            /** @default null */
            listReply?: components["schemas"]["ChoiceRead"] | null;
            /** @default null */
            nfmReply?: components["schemas"]["FlowAnswerRead"] | null;
            /**
             * Body
             * @default null
             */
            body?: string | null;
            /**
             * Header
             * @default null
             */
            header?: {
                [key: string]: unknown;
            } | null;
            /**
             * Footer
             * @default null
             */
            footer?: string | null;
            /**
             * Action
             * @default null
             */
            action?: {
                [key: string]: unknown;
            } | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * LiveAgent
         * @description Who is here, or has tickets that are not closed.
         */
        LiveAgent: {
            /**
             * Userid
             * Format: uuid
             */
            userId: string;
            status: components["schemas"]["Status"];
            /**
             * Open
             * @description Tickets that they have, without snoozed ones
             */
            open: number;
            /**
             * Waiting
             * @description Of all that they have: those whose customer waits for an answer
             */
            waiting: number;
        };
        /**
         * LiveChanged
         * @description What stands now, to those who asked for it by `live`.
         */
        LiveChanged: {
            /**
             * At
             * Format: date-time
             * @description When it was counted
             */
            at: string;
            /**
             * Channelid
             * @description The channel that was asked for; null: all
             */
            channelId: string | null;
            /**
             * Queueid
             * @description The queue that was asked for; null: all
             */
            queueId: string | null;
            /**
             * Open
             * @description An agent has them
             */
            open: number;
            /**
             * Pending
             * @description Nobody has them yet
             */
            pending: number;
            /** Snoozed */
            snoozed: number;
            /**
             * Waiting
             * @description The customer waits for an answer
             */
            waiting: number;
            /**
             * Longestwaitsince
             * @description Since when the customer waits who waits longest
             */
            longestWaitSince: string | null;
            /**
             * Messagesperminute
             * @description Received and sent in the last minute, without campaigns
             */
            messagesPerMinute: number;
            /**
             * Agentsonline
             * @description Agents who are online, neither busy nor away
             */
            agentsOnline: number;
            /** Agents */
            agents: components["schemas"]["LiveAgent"][];
            /** Queues */
            queues: components["schemas"]["LiveQueue"][];
            today: components["schemas"]["LiveToday"];
        };
        /** LiveQueue */
        LiveQueue: {
            /**
             * Queueid
             * @description Null: tickets of no queue
             */
            queueId: string | null;
            /** Open */
            open: number;
            /** Pending */
            pending: number;
            /** Waiting */
            waiting: number;
            /** Longestwaitsince */
            longestWaitSince: string | null;
            /**
             * Agentsonline
             * @description Members who are online; of no queue: everybody who is
             */
            agentsOnline: number;
        };
        /**
         * LiveToday
         * @description What happened since midnight in the company's time zone.
         */
        LiveToday: {
            /**
             * Opened
             * @description Tickets
             */
            opened: number;
            /**
             * Closed
             * @description Tickets that were closed and not reopened since
             */
            closed: number;
            /**
             * Received
             * @description Messages of customers
             */
            received: number;
            /**
             * Sent
             * @description Messages of agents and rules; not those of campaigns
             */
            sent: number;
        };
        /** LocationContentRead */
        LocationContentRead: {
            /** @default null */
            context?: components["schemas"]["ContextRead"] | null;
            /** @default null */
            referral?: components["schemas"]["ReferralRead"] | null;
            /**
             * Previewurl
             * @description Of a text of ours: WhatsApp shows the page behind its first link.
             * @default null
             */
            previewUrl?: boolean | null;
            /**
             * Truncated
             * @description Some of what the provider sent was too long to be kept.
             * @default null
             */
            truncated?: boolean | null;
            /** @default null */
            location?: components["schemas"]["LocationRead"] | null;
        } & {
            [key: string]: unknown;
        };
        /** LocationMessage */
        LocationMessage: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Ticketid
             * @description None for most that has an ``origin``: it stands in every ticket of its contact and channel.
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
             * Sendername
             * @description In a group: what the member who wrote it is called, or their number; null elsewhere.
             */
            senderName: string | null;
            /**
             * Direction
             * @enum {string}
             */
            direction: "in" | "out";
            /**
             * Origin
             * @description Where that comes from which neither the customer nor an agent wrote here.
             */
            origin: ("phone_app" | "history" | "campaign" | "test" | "automatic" | "activity" | "blocked" | "note" | "timeline") | null;
            /** Campaignid */
            campaignId: string | null;
            /** Authorid */
            authorId: string | null;
            /** Text */
            text: string | null;
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
            /**
             * Resendof
             * @description The message that this one was sent again for.
             */
            resendOf: string | null;
            /**
             * Resentas
             * @description The message that this one was sent again as: it is not sent a third time from here.
             */
            resentAs: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "accepted" | "delivered" | "failed" | "internal" | "played" | "queued" | "read" | "received" | "returned" | "sent" | "suppressed" | "unconfirmed";
            /**
             * State
             * @deprecated
             * @description The same as `status`, by its old name. The next version drops it
             * @enum {string}
             */
            state: "accepted" | "delivered" | "failed" | "internal" | "played" | "queued" | "read" | "received" | "returned" | "sent" | "suppressed" | "unconfirmed";
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
            /**
             * Revision
             * @description Of two states of a message the one with the higher revision is newer.
             */
            revision: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "location";
            content: components["schemas"]["LocationContentRead"];
        };
        /** LocationRead */
        LocationRead: {
            /** Latitude */
            latitude: number;
            /** Longitude */
            longitude: number;
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /**
             * Address
             * @default null
             */
            address?: string | null;
            /**
             * Url
             * @default null
             */
            url?: string | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * MacroChanged
         * @description A macro is new, has changed or was deleted: load it, or forget it.
         */
        MacroChanged: {
            /** @description The company's sequence number: `lastEventId` of the next handshake */
            id: number;
            /**
             * Macroid
             * Format: uuid
             */
            macroId: string;
            /** Name */
            name: string;
            /** Revision */
            revision: number;
            /** Deleted */
            deleted: boolean;
        };
        /**
         * MediaRead
         * @description The file of a message.
         */
        MediaRead: {
            /** Id */
            id: string | null;
            /**
             * Status
             * @description Of our copy; none where there is to be none, and of an uploaded file until it is known here.
             */
            status: ("pending" | "stored" | "failed") | null;
            /**
             * State
             * @deprecated
             * @description The same as `status`, by its old name. The next version drops it
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
            /**
             * Width
             * @description Of a picture or video that is stored, in pixels, as it is shown; null where that is not known.
             */
            width: number | null;
            /** Height */
            height: number | null;
            /**
             * Durationms
             * @description Of sound and video that is stored, as far as the file says.
             */
            durationMs: number | null;
            /** Providermediaid */
            providerMediaId: string | null;
            /**
             * Url
             * @description Where the file is: below this API once it is stored; or where we told the provider to fetch it.
             */
            url: string | null;
            /**
             * Thumbnailurl
             * @description Where there is a small picture of it: as `url` a link to it is had from `GET /media/{id}`, or from
             *     `POST /media/links` for many.
             */
            thumbnailUrl: string | null;
        };
        /**
         * MentionCreated
         * @description A user is mentioned in a note.
         */
        MentionCreated: {
            /** @description The company's sequence number: `lastEventId` of the next handshake */
            id: number;
            /**
             * Userid
             * Format: uuid
             */
            userId: string;
            /**
             * Ticketid
             * Format: uuid
             */
            ticketId: string;
            /**
             * Messageid
             * Format: uuid
             */
            messageId: string;
        };
        /**
         * MessageCreated
         * @description A message is new.
         */
        MessageCreated: {
            /** @description The company's sequence number: `lastEventId` of the next handshake */
            id: number;
            message: components["schemas"]["MessageRead"];
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
            reason: ("account_blocked" | "account_deleted" | "campaigns_off" | "channel_auth" | "channel_disabled" | "channel_interrupted" | "channel_permission" | "channel_setup" | "cold_limited" | "delivery_capped" | "experiment" | "flow_unavailable" | "group_refused" | "internal" | "invalid_content" | "media_unusable" | "messaging_limit" | "no_answer" | "no_phone" | "not_on_whatsapp" | "number_lost" | "number_not_confirmed" | "number_taken" | "opted_out" | "pairing_expired" | "pairing_refused" | "provider_busy" | "provider_refused" | "recipient_busy" | "recipient_is_sender" | "session_away" | "session_banned" | "session_blocked" | "session_late" | "session_logged_out" | "session_lost" | "session_outdated" | "session_refused" | "session_replaced" | "spam_limited" | "template_mismatch" | "template_missing" | "template_paused" | "template_refused" | "template_syncing" | "too_fast" | "unsupported" | "window_closed") | null;
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
         * @description A message, with a ``content`` by its ``kind``.
         */
        MessageRead: components["schemas"]["TextMessage"] | components["schemas"]["ButtonMessage"] | components["schemas"]["FileMessage"] | components["schemas"]["LocationMessage"] | components["schemas"]["ContactsMessage"] | components["schemas"]["InteractiveMessage"] | components["schemas"]["TemplateMessage"] | components["schemas"]["OrderMessage"] | components["schemas"]["ReactionMessage"] | components["schemas"]["SystemMessage"] | components["schemas"]["CallMessage"] | components["schemas"]["NoteMessage"] | components["schemas"]["TimelineMessage"] | components["schemas"]["UnsupportedMessage"];
        /**
         * MessageUpdated
         * @description A message has changed: its state, its file, a reaction, an edit.
         */
        MessageUpdated: {
            /** @description The company's sequence number: `lastEventId` of the next handshake */
            id: number;
            message: components["schemas"]["MessageRead"];
        };
        /** NoteContentRead */
        NoteContentRead: {
            /** @default null */
            context?: components["schemas"]["ContextRead"] | null;
            /** @default null */
            referral?: components["schemas"]["ReferralRead"] | null;
            /**
             * Previewurl
             * @description Of a text of ours: WhatsApp shows the page behind its first link.
             * @default null
             */
            previewUrl?: boolean | null;
            /**
             * Truncated
             * @description Some of what the provider sent was too long to be kept.
             * @default null
             */
            truncated?: boolean | null;
            /** @default null */
            note?: components["schemas"]["NoteRead"] | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * NoteMessage
         * @description What an agent wrote in a ticket for colleagues.
         */
        NoteMessage: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Ticketid
             * @description None for most that has an ``origin``: it stands in every ticket of its contact and channel.
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
             * Sendername
             * @description In a group: what the member who wrote it is called, or their number; null elsewhere.
             */
            senderName: string | null;
            /**
             * Direction
             * @enum {string}
             */
            direction: "in" | "out";
            /**
             * Origin
             * @description Where that comes from which neither the customer nor an agent wrote here.
             */
            origin: ("phone_app" | "history" | "campaign" | "test" | "automatic" | "activity" | "blocked" | "note" | "timeline") | null;
            /** Campaignid */
            campaignId: string | null;
            /** Authorid */
            authorId: string | null;
            /** Text */
            text: string | null;
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
            /**
             * Resendof
             * @description The message that this one was sent again for.
             */
            resendOf: string | null;
            /**
             * Resentas
             * @description The message that this one was sent again as: it is not sent a third time from here.
             */
            resentAs: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "accepted" | "delivered" | "failed" | "internal" | "played" | "queued" | "read" | "received" | "returned" | "sent" | "suppressed" | "unconfirmed";
            /**
             * State
             * @deprecated
             * @description The same as `status`, by its old name. The next version drops it
             * @enum {string}
             */
            state: "accepted" | "delivered" | "failed" | "internal" | "played" | "queued" | "read" | "received" | "returned" | "sent" | "suppressed" | "unconfirmed";
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
            /**
             * Revision
             * @description Of two states of a message the one with the higher revision is newer.
             */
            revision: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "note";
            content: components["schemas"]["NoteContentRead"];
        };
        /** NoteRead */
        NoteRead: {
            /**
             * Mentions
             * @description The users who are mentioned.
             */
            mentions?: string[];
            /**
             * Editedat
             * @default null
             */
            editedAt?: string | null;
            /**
             * Removedat
             * @description Its author, or who manages the inbox, took it away.
             * @default null
             */
            removedAt?: string | null;
        } & {
            [key: string]: unknown;
        };
        /** OpenInterval */
        OpenInterval: {
            /** Start */
            start: string;
            /** End */
            end: string;
        };
        /** OrderContentRead */
        OrderContentRead: {
            /** @default null */
            context?: components["schemas"]["ContextRead"] | null;
            /** @default null */
            referral?: components["schemas"]["ReferralRead"] | null;
            /**
             * Previewurl
             * @description Of a text of ours: WhatsApp shows the page behind its first link.
             * @default null
             */
            previewUrl?: boolean | null;
            /**
             * Truncated
             * @description Some of what the provider sent was too long to be kept.
             * @default null
             */
            truncated?: boolean | null;
            /** @default null */
            order?: components["schemas"]["OrderRead"] | null;
        } & {
            [key: string]: unknown;
        };
        /** OrderMessage */
        OrderMessage: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Ticketid
             * @description None for most that has an ``origin``: it stands in every ticket of its contact and channel.
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
             * Sendername
             * @description In a group: what the member who wrote it is called, or their number; null elsewhere.
             */
            senderName: string | null;
            /**
             * Direction
             * @enum {string}
             */
            direction: "in" | "out";
            /**
             * Origin
             * @description Where that comes from which neither the customer nor an agent wrote here.
             */
            origin: ("phone_app" | "history" | "campaign" | "test" | "automatic" | "activity" | "blocked" | "note" | "timeline") | null;
            /** Campaignid */
            campaignId: string | null;
            /** Authorid */
            authorId: string | null;
            /** Text */
            text: string | null;
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
            /**
             * Resendof
             * @description The message that this one was sent again for.
             */
            resendOf: string | null;
            /**
             * Resentas
             * @description The message that this one was sent again as: it is not sent a third time from here.
             */
            resentAs: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "accepted" | "delivered" | "failed" | "internal" | "played" | "queued" | "read" | "received" | "returned" | "sent" | "suppressed" | "unconfirmed";
            /**
             * State
             * @deprecated
             * @description The same as `status`, by its old name. The next version drops it
             * @enum {string}
             */
            state: "accepted" | "delivered" | "failed" | "internal" | "played" | "queued" | "read" | "received" | "returned" | "sent" | "suppressed" | "unconfirmed";
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
            /**
             * Revision
             * @description Of two states of a message the one with the higher revision is newer.
             */
            revision: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "order";
            content: components["schemas"]["OrderContentRead"];
        };
        /** OrderRead */
        OrderRead: {
            /**
             * Catalogid
             * @default null
             */
            catalogId?: string | null;
            /**
             * Productitems
             * @default null
             */
            productItems?: components["schemas"]["ProductRead"][] | null;
            /**
             * Text
             * @default null
             */
            text?: string | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * PairingChanged
         * @description A channel of WhatsApp Web has another QR code or pairing code, or (``kind`` null) none any more.
         *
         *     For those who may manage channels (`channels:write`). Before the first one, and after a reconnection,
         *     `GET /channels/{id}/pairing` has the one in force. The code opens the account: keep it nowhere.
         */
        PairingChanged: {
            /**
             * Channelid
             * Format: uuid
             */
            channelId: string;
            /** Kind */
            kind: ("qr" | "code") | null;
            /**
             * Code
             * @description What is to be shown as a QR code, or typed on the phone.
             */
            code: string | null;
            /** Expiresat */
            expiresAt: string | null;
        };
        /**
         * PoliciesUpdated
         * @description The company's rules for its inbox have changed, or those of one channel: load them again.
         */
        PoliciesUpdated: {
            /** @description The company's sequence number: `lastEventId` of the next handshake */
            id: number;
            /**
             * Channelid
             * @description Whose rules; null: the company's.
             */
            channelId: string | null;
        };
        /** PresenceRead */
        PresenceRead: {
            /**
             * Userid
             * Format: uuid
             */
            userId: string;
            status: components["schemas"]["Status"];
        };
        /**
         * PresenceUpdated
         * @description The status of some agents; after `ready`, of all who are not offline.
         */
        PresenceUpdated: {
            /** Users */
            users: components["schemas"]["PresenceRead"][];
        };
        /** ProductRead */
        ProductRead: {
            /**
             * Productretailerid
             * @default null
             */
            productRetailerId?: string | null;
            /**
             * Quantity
             * @default null
             */
            quantity?: number | null;
            /**
             * Itemprice
             * @default null
             */
            itemPrice?: number | null;
            /**
             * Currency
             * @default null
             */
            currency?: string | null;
        } & {
            [key: string]: unknown;
        };
        /** QueueCounts */
        QueueCounts: {
            /**
             * Id
             * @description None: of no queue.
             */
            id: string | null;
            /** Tickets */
            tickets: number;
            /** Unassigned */
            unassigned: number;
        };
        /** QueueRead */
        QueueRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Color */
            color: string;
            /** Description */
            description: string | null;
            /**
             * Position
             * @description Queues are listed by it, then by name.
             */
            position: number;
            /**
             * Timezone
             * @description Of the opening hours; null: the company's.
             */
            timeZone: string | null;
            /** @description Null: always open. */
            openingHours: components["schemas"]["Hours"] | null;
            /**
             * Greeting
             * @description What a customer with a new ticket of the queue is answered, if the policies say so.
             */
            greeting: string | null;
            /**
             * Awaymessage
             * @description What a customer is answered who writes outside of the opening hours, once for each stretch of them.
             */
            awayMessage: string | null;
            /** Memberids */
            memberIds: string[];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /**
             * Archivedat
             * @description Since when it takes no further tickets.
             */
            archivedAt: string | null;
            /**
             * Archivedinto
             * @description The queue that an archived one's tickets move to; null: they are in none then.
             */
            archivedInto: string | null;
            /** Revision */
            revision: number;
        };
        /**
         * QueueUpdated
         * @description A queue is new, has changed, has other members or was archived.
         */
        QueueUpdated: {
            /** @description The company's sequence number: `lastEventId` of the next handshake */
            id: number;
            queue: components["schemas"]["QueueRead"];
        };
        /**
         * QuickReplyChanged
         * @description A quick reply is new, has changed or was deleted. Load it if it is shared or the user's own.
         */
        QuickReplyChanged: {
            /** @description The company's sequence number: `lastEventId` of the next handshake */
            id: number;
            /**
             * Quickreplyid
             * Format: uuid
             */
            quickReplyId: string;
            /**
             * Ownerid
             * @description Whose own it is; null: shared.
             */
            ownerId: string | null;
            /** Revision */
            revision: number;
            /** Deleted */
            deleted: boolean;
        };
        /** ReactionContentRead */
        ReactionContentRead: {
            /** @default null */
            context?: components["schemas"]["ContextRead"] | null;
            /** @default null */
            referral?: components["schemas"]["ReferralRead"] | null;
            /**
             * Previewurl
             * @description Of a text of ours: WhatsApp shows the page behind its first link.
             * @default null
             */
            previewUrl?: boolean | null;
            /**
             * Truncated
             * @description Some of what the provider sent was too long to be kept.
             * @default null
             */
            truncated?: boolean | null;
            /** @default null */
            reaction?: components["schemas"]["AgentReactionRead"] | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * ReactionMessage
         * @description An agent's reaction, as the answer to who sent it. In lists it is among `reactions` of its message.
         */
        ReactionMessage: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Ticketid
             * @description None for most that has an ``origin``: it stands in every ticket of its contact and channel.
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
             * Sendername
             * @description In a group: what the member who wrote it is called, or their number; null elsewhere.
             */
            senderName: string | null;
            /**
             * Direction
             * @enum {string}
             */
            direction: "in" | "out";
            /**
             * Origin
             * @description Where that comes from which neither the customer nor an agent wrote here.
             */
            origin: ("phone_app" | "history" | "campaign" | "test" | "automatic" | "activity" | "blocked" | "note" | "timeline") | null;
            /** Campaignid */
            campaignId: string | null;
            /** Authorid */
            authorId: string | null;
            /** Text */
            text: string | null;
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
            /**
             * Resendof
             * @description The message that this one was sent again for.
             */
            resendOf: string | null;
            /**
             * Resentas
             * @description The message that this one was sent again as: it is not sent a third time from here.
             */
            resentAs: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "accepted" | "delivered" | "failed" | "internal" | "played" | "queued" | "read" | "received" | "returned" | "sent" | "suppressed" | "unconfirmed";
            /**
             * State
             * @deprecated
             * @description The same as `status`, by its old name. The next version drops it
             * @enum {string}
             */
            state: "accepted" | "delivered" | "failed" | "internal" | "played" | "queued" | "read" | "received" | "returned" | "sent" | "suppressed" | "unconfirmed";
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
            /**
             * Revision
             * @description Of two states of a message the one with the higher revision is newer.
             */
            revision: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "reaction";
            content: components["schemas"]["ReactionContentRead"];
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
        /**
         * Ready
         * @description The client has got everything up to this number, and gets what happens from now on.
         */
        Ready: {
            /** Lasteventid */
            lastEventId: number;
        };
        /**
         * ReferralRead
         * @description The advertisement or post from which the customer came.
         */
        ReferralRead: {
            /**
             * Sourceurl
             * @default null
             */
            sourceUrl?: string | null;
            /**
             * Sourceid
             * @default null
             */
            sourceId?: string | null;
            /**
             * Sourcetype
             * @default null
             */
            sourceType?: string | null;
            /**
             * Headline
             * @default null
             */
            headline?: string | null;
            /**
             * Body
             * @default null
             */
            body?: string | null;
            /**
             * Mediatype
             * @default null
             */
            mediaType?: string | null;
            /**
             * Ctwaclid
             * @default null
             */
            ctwaClid?: string | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * Refusal
         * @description A request was refused, and changed nothing.
         */
        Refusal: {
            /**
             * Ok
             * @default false
             * @constant
             */
            ok: false;
            /**
             * Code
             * @description For programs: one of `docs/errors.md`.
             */
            code: string;
            /**
             * Detail
             * @description What is wrong, in English.
             */
            detail: string;
        };
        /**
         * Renew
         * @description Go on under a new token of the same user, in all namespaces of the connection.
         */
        Renew: {
            /** Token */
            token: string;
        };
        /**
         * Renewed
         * @description The connection goes on under the new token.
         */
        Renewed: {
            /**
             * Ok
             * @default true
             * @constant
             */
            ok: true;
            /**
             * Expiresat
             * @description Until when, unless it is renewed again; null for an API key that does not expire.
             */
            expiresAt: string | null;
        };
        /**
         * Resync
         * @description The client missed more than is sent again: load the current state.
         */
        Resync: {
            /** Lasteventid */
            lastEventId: number;
        };
        /**
         * ScheduledFailure
         * @description Why a message was not sent.
         */
        ScheduledFailure: {
            /**
             * Code
             * @description As an answer to a reply would have it, such as `window-closed`.
             */
            code: string;
            /**
             * Words
             * @description The same for agents, by language: ``pt`` and ``en``.
             */
            words: {
                [key: string]: string;
            };
        };
        /** ScheduledMessageRead */
        ScheduledMessageRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Ticketid
             * Format: uuid
             */
            ticketId: string;
            /**
             * Authorid
             * Format: uuid
             */
            authorId: string;
            /** Clientmessageid */
            clientMessageId: string;
            /**
             * Kind
             * @description That of `content`.
             * @enum {string}
             */
            kind: "audio" | "button" | "call" | "contacts" | "document" | "image" | "interactive" | "location" | "media_placeholder" | "note" | "order" | "reaction" | "request_welcome" | "sticker" | "system" | "template" | "text" | "timeline" | "unsupported" | "video";
            /**
             * Text
             * @description What of it can be read; of a template what it says, filled in, as far as that is known here.
             */
            text: string | null;
            /**
             * Content
             * @description As in a request.
             */
            content: {
                [key: string]: unknown;
            };
            /** Replyto */
            replyTo: string | null;
            /**
             * Sendat
             * Format: date-time
             */
            sendAt: string;
            /** Timezone */
            timeZone: string;
            status: components["schemas"]["ScheduledStatus"];
            failure: components["schemas"]["ScheduledFailure"] | null;
            /**
             * Messageid
             * @description Of one that was sent: the message that it became.
             */
            messageId: string | null;
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
         * ScheduledMessageUpdated
         * @description A scheduled message is new, was changed or cancelled, was sent, or could not be sent.
         */
        ScheduledMessageUpdated: {
            /** @description The company's sequence number: `lastEventId` of the next handshake */
            id: number;
            scheduledMessage: components["schemas"]["ScheduledMessageRead"];
        };
        /**
         * ScheduledStatus
         * @enum {string}
         */
        ScheduledStatus: "scheduled" | "sent" | "failed" | "cancelled";
        /**
         * SlaBreach
         * @description A promise to a ticket's customer was broken.
         */
        SlaBreach: {
            /** @description The company's sequence number: `lastEventId` of the next handshake */
            id: number;
            /**
             * Ticketid
             * Format: uuid
             */
            ticketId: string;
            /** Queueid */
            queueId: string | null;
            /**
             * Target
             * @enum {string}
             */
            target: "first_reply" | "next_reply" | "resolution";
            /**
             * Dueat
             * Format: date-time
             */
            dueAt: string;
        };
        /**
         * SlaWarning
         * @description A promise to a ticket's customer will be broken soon.
         */
        SlaWarning: {
            /** @description The company's sequence number: `lastEventId` of the next handshake */
            id: number;
            /**
             * Ticketid
             * Format: uuid
             */
            ticketId: string;
            /** Queueid */
            queueId: string | null;
            /**
             * Target
             * @enum {string}
             */
            target: "first_reply" | "next_reply" | "resolution";
            /**
             * Dueat
             * Format: date-time
             */
            dueAt: string;
        };
        /**
         * Status
         * @enum {string}
         */
        Status: "online" | "busy" | "away" | "offline";
        /** SystemContentRead */
        SystemContentRead: {
            /** @default null */
            context?: components["schemas"]["ContextRead"] | null;
            /** @default null */
            referral?: components["schemas"]["ReferralRead"] | null;
            /**
             * Previewurl
             * @description Of a text of ours: WhatsApp shows the page behind its first link.
             * @default null
             */
            previewUrl?: boolean | null;
            /**
             * Truncated
             * @description Some of what the provider sent was too long to be kept.
             * @default null
             */
            truncated?: boolean | null;
            /** @default null */
            system?: components["schemas"]["SystemRead"] | null;
        } & {
            [key: string]: unknown;
        };
        /** SystemMessage */
        SystemMessage: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Ticketid
             * @description None for most that has an ``origin``: it stands in every ticket of its contact and channel.
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
             * Sendername
             * @description In a group: what the member who wrote it is called, or their number; null elsewhere.
             */
            senderName: string | null;
            /**
             * Direction
             * @enum {string}
             */
            direction: "in" | "out";
            /**
             * Origin
             * @description Where that comes from which neither the customer nor an agent wrote here.
             */
            origin: ("phone_app" | "history" | "campaign" | "test" | "automatic" | "activity" | "blocked" | "note" | "timeline") | null;
            /** Campaignid */
            campaignId: string | null;
            /** Authorid */
            authorId: string | null;
            /** Text */
            text: string | null;
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
            /**
             * Resendof
             * @description The message that this one was sent again for.
             */
            resendOf: string | null;
            /**
             * Resentas
             * @description The message that this one was sent again as: it is not sent a third time from here.
             */
            resentAs: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "accepted" | "delivered" | "failed" | "internal" | "played" | "queued" | "read" | "received" | "returned" | "sent" | "suppressed" | "unconfirmed";
            /**
             * State
             * @deprecated
             * @description The same as `status`, by its old name. The next version drops it
             * @enum {string}
             */
            state: "accepted" | "delivered" | "failed" | "internal" | "played" | "queued" | "read" | "received" | "returned" | "sent" | "suppressed" | "unconfirmed";
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
            /**
             * Revision
             * @description Of two states of a message the one with the higher revision is newer.
             */
            revision: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "system";
            content: components["schemas"]["SystemContentRead"];
        };
        /**
         * SystemRead
         * @description The customer's number or user id changed; or, on WhatsApp Web, something of a group did.
         */
        SystemRead: {
            /**
             * Body
             * @default null
             */
            body?: string | null;
            /**
             * Type
             * @default null
             */
            type?: string | null;
            /**
             * About
             * @description Whom or what it concerns: members of a group, its new name.
             * @default null
             */
            about?: string[] | null;
        } & {
            [key: string]: unknown;
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
         * TagUpdated
         * @description A tag is new, has changed or was archived.
         */
        TagUpdated: {
            /** @description The company's sequence number: `lastEventId` of the next handshake */
            id: number;
            tag: components["schemas"]["TagRead"];
        };
        /**
         * TemplateChanged
         * @description A template is new, has changed, or is gone at Meta (`DELETED`).
         */
        TemplateChanged: {
            /** @description The company's sequence number: `lastEventId` of the next handshake */
            id: number;
            /**
             * Templateid
             * Format: uuid
             */
            templateId: string;
            /**
             * Accountid
             * @description All channels of this account have the template.
             */
            accountId: string;
            /** Name */
            name: string;
            /** Language */
            language: string;
            /** Category */
            category: string;
            /**
             * Status
             * @description Meta's word, such as `APPROVED`, `REJECTED` or `PAUSED`.
             */
            status: string;
            /** Revision */
            revision: number;
        };
        /** TemplateContentRead */
        TemplateContentRead: {
            /** @default null */
            context?: components["schemas"]["ContextRead"] | null;
            /** @default null */
            referral?: components["schemas"]["ReferralRead"] | null;
            /**
             * Previewurl
             * @description Of a text of ours: WhatsApp shows the page behind its first link.
             * @default null
             */
            previewUrl?: boolean | null;
            /**
             * Truncated
             * @description Some of what the provider sent was too long to be kept.
             * @default null
             */
            truncated?: boolean | null;
            /** @default null */
            template?: components["schemas"]["TemplateRead"] | null;
        } & {
            [key: string]: unknown;
        };
        /** TemplateMessage */
        TemplateMessage: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Ticketid
             * @description None for most that has an ``origin``: it stands in every ticket of its contact and channel.
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
             * Sendername
             * @description In a group: what the member who wrote it is called, or their number; null elsewhere.
             */
            senderName: string | null;
            /**
             * Direction
             * @enum {string}
             */
            direction: "in" | "out";
            /**
             * Origin
             * @description Where that comes from which neither the customer nor an agent wrote here.
             */
            origin: ("phone_app" | "history" | "campaign" | "test" | "automatic" | "activity" | "blocked" | "note" | "timeline") | null;
            /** Campaignid */
            campaignId: string | null;
            /** Authorid */
            authorId: string | null;
            /** Text */
            text: string | null;
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
            /**
             * Resendof
             * @description The message that this one was sent again for.
             */
            resendOf: string | null;
            /**
             * Resentas
             * @description The message that this one was sent again as: it is not sent a third time from here.
             */
            resentAs: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "accepted" | "delivered" | "failed" | "internal" | "played" | "queued" | "read" | "received" | "returned" | "sent" | "suppressed" | "unconfirmed";
            /**
             * State
             * @deprecated
             * @description The same as `status`, by its old name. The next version drops it
             * @enum {string}
             */
            state: "accepted" | "delivered" | "failed" | "internal" | "played" | "queued" | "read" | "received" | "returned" | "sent" | "suppressed" | "unconfirmed";
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
            /**
             * Revision
             * @description Of two states of a message the one with the higher revision is newer.
             */
            revision: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "template";
            content: components["schemas"]["TemplateContentRead"];
        };
        /** TemplateRead */
        TemplateRead: {
            /** Name */
            name: string;
            /** Language */
            language: string;
            /**
             * Components
             * @description As Meta defines them.
             * @default null
             */
            components?: {
                [key: string]: unknown;
            }[] | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * TextMessage
         * @description A text; a chat that was opened; or a file of a history, which may follow.
         */
        TextMessage: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Ticketid
             * @description None for most that has an ``origin``: it stands in every ticket of its contact and channel.
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
             * Sendername
             * @description In a group: what the member who wrote it is called, or their number; null elsewhere.
             */
            senderName: string | null;
            /**
             * Direction
             * @enum {string}
             */
            direction: "in" | "out";
            /**
             * Origin
             * @description Where that comes from which neither the customer nor an agent wrote here.
             */
            origin: ("phone_app" | "history" | "campaign" | "test" | "automatic" | "activity" | "blocked" | "note" | "timeline") | null;
            /** Campaignid */
            campaignId: string | null;
            /** Authorid */
            authorId: string | null;
            /** Text */
            text: string | null;
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
            /**
             * Resendof
             * @description The message that this one was sent again for.
             */
            resendOf: string | null;
            /**
             * Resentas
             * @description The message that this one was sent again as: it is not sent a third time from here.
             */
            resentAs: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "accepted" | "delivered" | "failed" | "internal" | "played" | "queued" | "read" | "received" | "returned" | "sent" | "suppressed" | "unconfirmed";
            /**
             * State
             * @deprecated
             * @description The same as `status`, by its old name. The next version drops it
             * @enum {string}
             */
            state: "accepted" | "delivered" | "failed" | "internal" | "played" | "queued" | "read" | "received" | "returned" | "sent" | "suppressed" | "unconfirmed";
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
            /**
             * Revision
             * @description Of two states of a message the one with the higher revision is newer.
             */
            revision: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "media_placeholder" | "request_welcome" | "text";
            content: components["schemas"]["ContentRead"];
        };
        /**
         * TicketAttended
         * @description Who looks at a ticket now, and who of them types; those who look at it get this.
         */
        TicketAttended: {
            /**
             * Ticketid
             * Format: uuid
             */
            ticketId: string;
            /**
             * Viewing
             * @description Users, the caller among them.
             */
            viewing: string[];
            /** Typing */
            typing: string[];
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
            /**
             * Blockedat
             * @description Since when nothing can be sent to them.
             */
            blockedAt: string | null;
        };
        /**
         * TicketRated
         * @description A customer has rated a ticket, or has left the comment.
         */
        TicketRated: {
            /** @description The company's sequence number: `lastEventId` of the next handshake */
            id: number;
            /**
             * Ticketid
             * Format: uuid
             */
            ticketId: string;
            /** Queueid */
            queueId: string | null;
            /** Agentid */
            agentId: string | null;
            /** Score */
            score: number;
            /**
             * Commentid
             * @description The message that is the comment.
             */
            commentId: string | null;
            /**
             * Ratedat
             * Format: date-time
             */
            ratedAt: string;
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
             * @description WhatsApp's id of the group, of a ticket with what is said in it. Agents can answer it on channels by
             *     WhatsApp Web whose setting `groups` is on.
             */
            groupId: string | null;
            /**
             * Groupname
             * @description What the group is called; null while that is not known.
             */
            groupName: string | null;
            /**
             * Number
             * @description In the company, from 1.
             */
            number: number;
            /** Subject */
            subject: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "pending" | "open" | "snoozed" | "closed";
            /**
             * Priority
             * @enum {string}
             */
            priority: "low" | "normal" | "high" | "urgent";
            /** Queueid */
            queueId: string | null;
            /** Assigneeid */
            assigneeId: string | null;
            /**
             * Participantids
             * @description Who follows the ticket besides its agent.
             */
            participantIds: string[];
            /**
             * Openedat
             * Format: date-time
             */
            openedAt: string;
            /** Firstreplyat */
            firstReplyAt: string | null;
            /** Closedat */
            closedAt: string | null;
            /** Closereason */
            closeReason: string | null;
            /**
             * Snoozeduntil
             * @description Null in a snoozed ticket: until the customer writes.
             */
            snoozedUntil: string | null;
            /**
             * Waitingsince
             * @description When the first message of the customer came in that has no answer yet.
             */
            waitingSince: string | null;
            /**
             * Lastmessageat
             * Format: date-time
             */
            lastMessageAt: string;
            /**
             * Windowopenuntil
             * @description Until when the customer can get more than templates; a time that has passed: since when they cannot.
             *
             *     It binds on channels with the capability `service_window` only.
             */
            windowOpenUntil: string | null;
            /** Unread */
            unread: number;
            /**
             * Inboundcount
             * @description Messages of the customer, ever.
             */
            inboundCount: number;
            /**
             * Tagids
             * @description Some may be archived (`GET /tags?archived=true`).
             */
            tagIds: string[];
            /**
             * Heldby
             * @description The API key of a program that has the ticket; people are not offered it.
             */
            heldBy: string | null;
            /** Helduntil */
            heldUntil: string | null;
            /**
             * Dueat
             * @description When the next promise to the customer is broken: service levels of the queue.
             */
            dueAt: string | null;
            /** Revision */
            revision: number;
        };
        /**
         * TicketRemoved
         * @description You no longer see this ticket; in place of its `ticket.updated`.
         */
        TicketRemoved: {
            /** @description The company's sequence number: `lastEventId` of the next handshake */
            id: number;
            /**
             * Ticketid
             * Format: uuid
             */
            ticketId: string;
        };
        /**
         * TicketUpdated
         * @description A ticket is new or has changed.
         */
        TicketUpdated: {
            /** @description The company's sequence number: `lastEventId` of the next handshake */
            id: number;
            ticket: components["schemas"]["TicketRead"];
        };
        /** TimelineContentRead */
        TimelineContentRead: {
            /** @default null */
            context?: components["schemas"]["ContextRead"] | null;
            /** @default null */
            referral?: components["schemas"]["ReferralRead"] | null;
            /**
             * Previewurl
             * @description Of a text of ours: WhatsApp shows the page behind its first link.
             * @default null
             */
            previewUrl?: boolean | null;
            /**
             * Truncated
             * @description Some of what the provider sent was too long to be kept.
             * @default null
             */
            truncated?: boolean | null;
            /** @default null */
            timeline?: components["schemas"]["TimelineRead"] | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * TimelineMessage
         * @description What was done with a ticket, by ``authorId`` or, without, by itself.
         */
        TimelineMessage: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Ticketid
             * @description None for most that has an ``origin``: it stands in every ticket of its contact and channel.
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
             * Sendername
             * @description In a group: what the member who wrote it is called, or their number; null elsewhere.
             */
            senderName: string | null;
            /**
             * Direction
             * @enum {string}
             */
            direction: "in" | "out";
            /**
             * Origin
             * @description Where that comes from which neither the customer nor an agent wrote here.
             */
            origin: ("phone_app" | "history" | "campaign" | "test" | "automatic" | "activity" | "blocked" | "note" | "timeline") | null;
            /** Campaignid */
            campaignId: string | null;
            /** Authorid */
            authorId: string | null;
            /** Text */
            text: string | null;
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
            /**
             * Resendof
             * @description The message that this one was sent again for.
             */
            resendOf: string | null;
            /**
             * Resentas
             * @description The message that this one was sent again as: it is not sent a third time from here.
             */
            resentAs: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "accepted" | "delivered" | "failed" | "internal" | "played" | "queued" | "read" | "received" | "returned" | "sent" | "suppressed" | "unconfirmed";
            /**
             * State
             * @deprecated
             * @description The same as `status`, by its old name. The next version drops it
             * @enum {string}
             */
            state: "accepted" | "delivered" | "failed" | "internal" | "played" | "queued" | "read" | "received" | "returned" | "sent" | "suppressed" | "unconfirmed";
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
            /**
             * Revision
             * @description Of two states of a message the one with the higher revision is newer.
             */
            revision: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "timeline";
            content: components["schemas"]["TimelineContentRead"];
        };
        /**
         * TimelineRead
         * @description One thing that was done: what of the following changed, and from what.
         */
        TimelineRead: {
            /**
             * Event
             * @description ``created``, ``accepted``, ``assigned``, ``transferred``, ``closed``, ``reopened``, ``snoozed``,
             *     ``woken``, ``handed_over``, ``held``, ``unassigned``, ``priority``, ``subject``, ``tagged``,
             *     ``untagged``, ``joined``, ``left``, ``macro``, ``automation``, ``rated``, ``scheduled_failed``;
             *     others may come.
             */
            event: string;
            /**
             * Assigneeid
             * @default null
             */
            assigneeId?: string | null;
            /**
             * Formerassigneeid
             * @default null
             */
            formerAssigneeId?: string | null;
            /**
             * Queueid
             * @default null
             */
            queueId?: string | null;
            /**
             * Formerqueueid
             * @default null
             */
            formerQueueId?: string | null;
            /**
             * Userid
             * @default null
             */
            userId?: string | null;
            /**
             * Tagid
             * @default null
             */
            tagId?: string | null;
            /**
             * Priority
             * @default null
             */
            priority?: string | null;
            /**
             * Subject
             * @default null
             */
            subject?: string | null;
            /**
             * Reason
             * @default null
             */
            reason?: string | null;
            /**
             * Until
             * @default null
             */
            until?: string | null;
            /**
             * Ruleid
             * @description Of a macro or an automation, which did what follows.
             * @default null
             */
            ruleId?: string | null;
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /**
             * Score
             * @default null
             */
            score?: string | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * Typing
         * @description Show who looks at the same ticket that one types in it, for 8 seconds; repeat it meanwhile.
         */
        Typing: {
            /**
             * Ticketid
             * Format: uuid
             * @description What the socket shows by `view`.
             */
            ticketId: string;
            /**
             * Istyping
             * @default true
             */
            isTyping?: boolean;
        };
        /** UnsupportedContentRead */
        UnsupportedContentRead: {
            /** @default null */
            unsupported?: components["schemas"]["UnsupportedRead"] | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * UnsupportedMessage
         * @description A kind that is not known here, or a content that is not as that of its kind: with all that came.
         */
        UnsupportedMessage: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Ticketid
             * @description None for most that has an ``origin``: it stands in every ticket of its contact and channel.
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
             * Sendername
             * @description In a group: what the member who wrote it is called, or their number; null elsewhere.
             */
            senderName: string | null;
            /**
             * Direction
             * @enum {string}
             */
            direction: "in" | "out";
            /**
             * Origin
             * @description Where that comes from which neither the customer nor an agent wrote here.
             */
            origin: ("phone_app" | "history" | "campaign" | "test" | "automatic" | "activity" | "blocked" | "note" | "timeline") | null;
            /** Campaignid */
            campaignId: string | null;
            /** Authorid */
            authorId: string | null;
            /** Text */
            text: string | null;
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
            /**
             * Resendof
             * @description The message that this one was sent again for.
             */
            resendOf: string | null;
            /**
             * Resentas
             * @description The message that this one was sent again as: it is not sent a third time from here.
             */
            resentAs: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "accepted" | "delivered" | "failed" | "internal" | "played" | "queued" | "read" | "received" | "returned" | "sent" | "suppressed" | "unconfirmed";
            /**
             * State
             * @deprecated
             * @description The same as `status`, by its old name. The next version drops it
             * @enum {string}
             */
            state: "accepted" | "delivered" | "failed" | "internal" | "played" | "queued" | "read" | "received" | "returned" | "sent" | "suppressed" | "unconfirmed";
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
            /**
             * Revision
             * @description Of two states of a message the one with the higher revision is newer.
             */
            revision: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "unsupported";
            content: components["schemas"]["UnsupportedContentRead"];
        };
        /** UnsupportedRead */
        UnsupportedRead: {
            /**
             * Type
             * @description What the provider calls this kind of message.
             */
            type: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * Unwatch
         * @description Get it no longer.
         */
        Unwatch: Record<string, never>;
        /**
         * UserChanged
         * @description A user of the company is new, or their name, role or status has changed: load them again.
         *
         *     Who they are is for those with `users:read`, which not all have who read tickets.
         */
        UserChanged: {
            /** @description The company's sequence number: `lastEventId` of the next handshake */
            id: number;
            /**
             * Userid
             * Format: uuid
             */
            userId: string;
            /** Revision */
            revision: number;
        };
        /**
         * View
         * @description Show this ticket, instead of the one before, and get who else does (`ticket.attended`); null: none.
         */
        View: {
            /** Ticketid */
            ticketId: string | null;
        };
        /**
         * Watch
         * @description Get what stands now (`live.changed`), and again when it changes; in place of what was asked before.
         */
        Watch: {
            /**
             * Channelid
             * @description Only what is on this channel.
             * @default null
             */
            channelId?: string | null;
            /**
             * Queueid
             * @description Of tickets: only those of this queue.
             * @default null
             */
            queueId?: string | null;
        };
        /**
         * WebhookUpdated
         * @description An outgoing webhook was added, changed, switched off or deleted: read it again.
         *
         *     Where it goes is not said: agents see this. Webhooks themselves do not get it.
         */
        WebhookUpdated: {
            /** @description The company's sequence number: `lastEventId` of the next handshake */
            id: number;
            /**
             * Webhookid
             * Format: uuid
             */
            webhookId: string;
            /** Active */
            active: boolean;
            /** Disabledreason */
            disabledReason: ("failing" | "gone" | "secret_unreadable" | "user") | null;
            /** Revision */
            revision: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;

/** What the namespace /chat sends. */
export interface ChatEvents {
  "ready": (update: components["schemas"]["Ready"]) => void;
  "resync": (update: components["schemas"]["Resync"]) => void;
  "contact.updated": (update: components["schemas"]["ContactUpdated"]) => void;
  "contact.merged": (update: components["schemas"]["ContactMerged"]) => void;
  "contact.deleted": (update: components["schemas"]["ContactDeleted"]) => void;
  "contact_field.updated": (update: components["schemas"]["ContactFieldUpdated"]) => void;
  "contact_field.deleted": (update: components["schemas"]["ContactFieldDeleted"]) => void;
  "contact_tag.updated": (update: components["schemas"]["ContactTagUpdated"]) => void;
  "contact_tag.deleted": (update: components["schemas"]["ContactTagDeleted"]) => void;
  "ticket.updated": (update: components["schemas"]["TicketUpdated"]) => void;
  "ticket.removed": (update: components["schemas"]["TicketRemoved"]) => void;
  "tag.updated": (update: components["schemas"]["TagUpdated"]) => void;
  "quick-reply.changed": (update: components["schemas"]["QuickReplyChanged"]) => void;
  "macro.changed": (update: components["schemas"]["MacroChanged"]) => void;
  "automation.changed": (update: components["schemas"]["AutomationChanged"]) => void;
  "ticket.rated": (update: components["schemas"]["TicketRated"]) => void;
  "sla.warning": (update: components["schemas"]["SlaWarning"]) => void;
  "sla.breach": (update: components["schemas"]["SlaBreach"]) => void;
  "queue.updated": (update: components["schemas"]["QueueUpdated"]) => void;
  "policies.updated": (update: components["schemas"]["PoliciesUpdated"]) => void;
  "message.created": (update: components["schemas"]["MessageCreated"]) => void;
  "message.updated": (update: components["schemas"]["MessageUpdated"]) => void;
  "mention.created": (update: components["schemas"]["MentionCreated"]) => void;
  "scheduled_message.updated": (update: components["schemas"]["ScheduledMessageUpdated"]) => void;
  "import.updated": (update: components["schemas"]["ImportUpdated"]) => void;
  "bulk.updated": (update: components["schemas"]["BulkUpdated"]) => void;
  "user.changed": (update: components["schemas"]["UserChanged"]) => void;
  "webhook.updated": (update: components["schemas"]["WebhookUpdated"]) => void;
  "presence.updated": (update: components["schemas"]["PresenceUpdated"]) => void;
  "ticket.attended": (update: components["schemas"]["TicketAttended"]) => void;
  "counts.changed": (update: components["schemas"]["CountsChanged"]) => void;
  "live.changed": (update: components["schemas"]["LiveChanged"]) => void;
  "draft.changed": (update: components["schemas"]["DraftChanged"]) => void;
}

/** What clients may ask for in the namespace /chat. */
export interface ChatRequests {
  "renew": (request: components["schemas"]["Renew"], answer: (given: components["schemas"]["Renewed"] | components["schemas"]["Refusal"]) => void) => void;
  "view": (request: components["schemas"]["View"], answer: (given: components["schemas"]["Answer"] | components["schemas"]["Refusal"]) => void) => void;
  "typing": (request: components["schemas"]["Typing"], answer: (given: components["schemas"]["Answer"] | components["schemas"]["Refusal"]) => void) => void;
  "live": (request: components["schemas"]["Watch"], answer: (given: components["schemas"]["Answer"] | components["schemas"]["Refusal"]) => void) => void;
  "unlive": (request: components["schemas"]["Unwatch"], answer: (given: components["schemas"]["Answer"] | components["schemas"]["Refusal"]) => void) => void;
}

/** What the namespace /campaigns sends. */
export interface CampaignsEvents {
  "ready": (update: components["schemas"]["Ready"]) => void;
  "resync": (update: components["schemas"]["Resync"]) => void;
  "campaign.progress": (update: components["schemas"]["CampaignProgress"]) => void;
  "campaign.finished": (update: components["schemas"]["CampaignFinished"]) => void;
}

/** What clients may ask for in the namespace /campaigns. */
export interface CampaignsRequests {
  "renew": (request: components["schemas"]["Renew"], answer: (given: components["schemas"]["Renewed"] | components["schemas"]["Refusal"]) => void) => void;
}

/** What the namespace /channels sends. */
export interface ChannelsEvents {
  "ready": (update: components["schemas"]["Ready"]) => void;
  "resync": (update: components["schemas"]["Resync"]) => void;
  "channel.changed": (update: components["schemas"]["ChannelChanged"]) => void;
  "template.changed": (update: components["schemas"]["TemplateChanged"]) => void;
  "pairing": (update: components["schemas"]["PairingChanged"]) => void;
}

/** What clients may ask for in the namespace /channels. */
export interface ChannelsRequests {
  "renew": (request: components["schemas"]["Renew"], answer: (given: components["schemas"]["Renewed"] | components["schemas"]["Refusal"]) => void) => void;
}
