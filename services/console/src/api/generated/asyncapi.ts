// Written by `make client` from docs/asyncapi.json. Do not edit.

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
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
         * ContactUpdated
         * @description A contact is new or has changed.
         */
        ContactUpdated: {
            /** @description The company's sequence number: `lastEventId` of the next handshake */
            id: number;
            contact: components["schemas"]["ContactRead"];
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
        /**
         * ImportUpdated
         * @description An import has come further: one for each chunk, instead of one for each contact.
         */
        ImportUpdated: {
            /** @description The company's sequence number: `lastEventId` of the next handshake */
            id: number;
            import: components["schemas"]["ImportProgress"];
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
            /** Providermediaid */
            providerMediaId: string | null;
            /**
             * Url
             * @description Where the file is: below this API once it is stored; or where we told the provider to fetch it.
             */
            url: string | null;
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
            reason: ("account_blocked" | "account_deleted" | "channel_auth" | "channel_disabled" | "channel_interrupted" | "channel_permission" | "channel_setup" | "delivery_capped" | "experiment" | "flow_unavailable" | "internal" | "invalid_content" | "media_unusable" | "messaging_limit" | "no_answer" | "no_phone" | "not_on_whatsapp" | "number_lost" | "number_not_confirmed" | "number_taken" | "opted_out" | "provider_busy" | "provider_refused" | "recipient_busy" | "recipient_is_sender" | "spam_limited" | "template_mismatch" | "template_missing" | "template_paused" | "template_refused" | "template_syncing" | "too_fast" | "unsupported" | "window_closed") | null;
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
            /**
             * Status
             * @enum {string}
             */
            status: "accepted" | "delivered" | "failed" | "played" | "queued" | "read" | "received" | "returned" | "sent" | "suppressed" | "unconfirmed";
            /**
             * State
             * @deprecated
             * @description The same as `status`, by its old name. The next version drops it
             * @enum {string}
             */
            state: "accepted" | "delivered" | "failed" | "played" | "queued" | "read" | "received" | "returned" | "sent" | "suppressed" | "unconfirmed";
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
            /** @description The company's sequence number: `lastEventId` of the next handshake */
            id: number;
            message: components["schemas"]["MessageRead"];
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
         * Resync
         * @description The client missed more than is sent again: load the current state.
         */
        Resync: {
            /** Lasteventid */
            lastEventId: number;
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
         * TicketUpdated
         * @description A ticket is new or has changed.
         */
        TicketUpdated: {
            /** @description The company's sequence number: `lastEventId` of the next handshake */
            id: number;
            ticket: components["schemas"]["TicketRead"];
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
  "ticket.updated": (update: components["schemas"]["TicketUpdated"]) => void;
  "tag.updated": (update: components["schemas"]["TagUpdated"]) => void;
  "message.created": (update: components["schemas"]["MessageCreated"]) => void;
  "message.updated": (update: components["schemas"]["MessageUpdated"]) => void;
  "import.updated": (update: components["schemas"]["ImportUpdated"]) => void;
}

/** What the namespace /campaigns sends. */
export interface CampaignsEvents {
  "ready": (update: components["schemas"]["Ready"]) => void;
  "resync": (update: components["schemas"]["Resync"]) => void;
  "campaign.progress": (update: components["schemas"]["CampaignProgress"]) => void;
  "campaign.finished": (update: components["schemas"]["CampaignFinished"]) => void;
}

/** What the namespace /channels sends. */
export interface ChannelsEvents {
  "ready": (update: components["schemas"]["Ready"]) => void;
  "resync": (update: components["schemas"]["Resync"]) => void;
  "channel.changed": (update: components["schemas"]["ChannelChanged"]) => void;
}
