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
    "/api/v1/contacts/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Imports
         * @description The company's imports, newest first.
         */
        get: operations["contacts.listImports"];
        put?: never;
        /**
         * Draft Import
         * @description Hand in a file of contacts (CSV or XLSX) and see what it would become; nothing is imported yet.
         *
         *     `/contacts/imports/{id}/preview` shows it with columns used otherwise, `/start` imports it. The file is
         *     kept for a day; of more than five that were not started the oldest is dropped.
         */
        post: operations["contacts.draftImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/imports/{import_id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview Import
         * @description What a file that was handed in would become if its columns were used so; nothing is stored.
         */
        post: operations["contacts.previewImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/imports/{import_id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start Import
         * @description Import a file that was handed in. It is done in the background.
         *
         *     409 when it was started before or cancelled.
         */
        post: operations["contacts.startImport"];
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
    "/api/v1/contacts/imports/{import_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel Import
         * @description End an import where it is: contacts that are in stay, the rest of the file is dropped. Safe to repeat.
         *
         *     409 when it has finished or failed.
         */
        post: operations["contacts.cancelImport"];
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
        /**
         * Contacts.Linkrejected
         * @description Make a link under which a browser may save this file, without a token: once, within a minute. It stands for a `GET` with the same query, by you: what you may no longer get then is refused.
         */
        post: operations["contacts.linkRejected"];
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
         * @description Contacts as CSV or, up to 200,000, as a workbook (409 beyond), newest first; it can be imported again.
         *
         *     With all that an import reads. The filters are those of the list of contacts.
         */
        get: operations["contacts.export"];
        put?: never;
        /**
         * Contacts.Linkexport
         * @description Make a link under which a browser may save this file, without a token: once, within a minute. It stands for a `GET` with the same query, by you: what you may no longer get then is refused.
         */
        post: operations["contacts.linkExport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/erasures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Erasures
         * @description The contacts that were deleted, newest first, and how far that is. Nothing of the persons is kept.
         */
        get: operations["contacts.listErasures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/erasures/{erasure_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Erasure
         * @description How far a deletion is: ``confirmed`` when no service has anything of the person any more.
         */
        get: operations["contacts.getErasure"];
        put?: never;
        post?: never;
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
        /**
         * Delete Contact
         * @description Delete a contact with everything of the person: tickets, messages, notes, files, in every service.
         *
         *     The contact is gone at once, the rest within minutes; `/contacts/erasures/{id}` tells how far it is. It
         *     cannot be undone. Opt-outs stay, so that the person is not written to again.
         */
        delete: operations["contacts.delete"];
        options?: never;
        head?: never;
        /**
         * Update Contact
         * @description Change what the body names; the rest stays. Of `customFields` those that it names; null removes one.
         */
        patch: operations["contacts.update"];
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Export Person
         * @description Ask for everything that is known of a person, in every service, as the data protection law wants it.
         *
         *     It takes seconds; `/contacts/exports/{id}` says when the file can be downloaded. It is kept for a week.
         */
        post: operations["contacts.exportPerson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/exports/{person_export_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Person Export
         * @description How far an export of a person is: ``ready`` when its file can be downloaded.
         */
        get: operations["contacts.getPersonExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/exports/{person_export_id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download Person Export
         * @description A ZIP with lines of JSON: the contact, tickets, messages, campaigns, opt-outs; files are listed.
         *
         *     What the inbox has is as of now. docs/privacy.md describes each file of it. A company downloads three
         *     at once (429 beyond).
         */
        get: operations["contacts.downloadPersonExport"];
        put?: never;
        /**
         * Contacts.Linkpersonexport
         * @description Make a link under which a browser may save this file, without a token: once, within a minute. It stands for a `GET` with the same query, by you: what you may no longer get then is refused.
         */
        post: operations["contacts.linkPersonExport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Tags
         * @description The tags that contacts have or may have, by name. All of them: there is one page.
         */
        get: operations["contacts.listTags"];
        put?: never;
        /**
         * Create Tag
         * @description Add a tag. A tag that is put on a contact is added by itself, in one spelling: "VIP" is "vip".
         */
        post: operations["contacts.createTag"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/tags/{contact_tag_id}": {
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
         * Delete Tag
         * @description Take a tag from all contacts, within minutes. Segments that ask for it find nobody.
         */
        delete: operations["contacts.deleteTag"];
        options?: never;
        head?: never;
        /**
         * Update Tag
         * @description Rename or recolour a tag. Contacts and saved segments get the new name within minutes.
         */
        patch: operations["contacts.updateTag"];
        trace?: never;
    };
    "/api/v1/contacts/tags/{contact_tag_id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Merge Tag
         * @description Have contacts and saved segments get another tag for this one, which then is gone.
         */
        post: operations["contacts.mergeTag"];
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
         *     With `q` those in whose name, phone (in any spelling), e-mail address, external id, firm or custom fields
         *     it is found; one or two letters or digits are looked for among
         *     the newest 10,000 contacts. Of several filters all hold.
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
    "/api/v1/contacts/{contact_id}/aliases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Aliases
         * @description All numbers and ids of WhatsApp under which the person is known. All of them: there is one page.
         */
        get: operations["contacts.listAliases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/block": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Block Contact
         * @description Block somebody: nothing is sent to them, replies and campaigns included, until they are unblocked.
         *
         *     What they write is kept in the conversation, opens no ticket, is not unread and notifies no agent.
         */
        post: operations["contacts.block"];
        /**
         * Unblock Contact
         * @description Let somebody who was blocked be written to, and be heard, again.
         */
        delete: operations["contacts.unblock"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contact-fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Fields
         * @description The custom fields that the company has defined, in their order. All of them: there is one page.
         */
        get: operations["contacts.listFields"];
        put?: never;
        /**
         * Create Field
         * @description Define a custom field, of which a company has 50 at most.
         *
         *     From now on values under its name must fit, and are stored in one spelling: numbers as ``1234.5``, dates
         *     as ``2026-12-24``, yes and no as ``true`` and ``false``. Names that are not defined may have any text.
         */
        post: operations["contacts.createField"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contact-fields/{field_id}": {
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
         * Delete Field
         * @description Take a definition away; contacts keep their values, as texts.
         */
        delete: operations["contacts.deleteField"];
        options?: never;
        head?: never;
        /**
         * Update Field
         * @description Change how a field is shown, and what can be chosen.
         */
        patch: operations["contacts.updateField"];
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/merges/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview Merge
         * @description What it would come to if another contact became a part of this one. Nothing changes.
         */
        post: operations["contacts.previewMerge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/merges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Merges
         * @description The merges by hand that made this contact, the last first; the last hundred.
         */
        get: operations["contacts.listMerges"];
        put?: never;
        /**
         * Merge Contacts
         * @description Make another contact a part of this one, with its numbers, tickets and messages.
         *
         *     Up to 5,000 messages are moved. It can be taken back for 30 days.
         */
        post: operations["contacts.merge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/merges/{merge_id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo Merge
         * @description Make two contacts of one again: names, tickets and messages go back, what was written since stays.
         */
        post: operations["contacts.undoMerge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
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
    "/api/v1/contacts/{contact_id}/attachments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Attachments Of Contact
         * @description The messages with a file in all conversations with a contact, newest first.
         */
        get: operations["contacts.listAttachments"];
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
         * @description The tickets that the caller may see and for which all that is asked holds, each with its last message.
         *
         *     With `q` those of contacts in whose name or phone it is found, of the 500 newest such contacts. By
         *     `waiting` only those are listed whose customer waits for an answer, by `priority` none that is closed.
         */
        get: operations["tickets.list"];
        put?: never;
        /**
         * Open Ticket
         * @description Write first to a contact. Outside the 24-hour window it takes a template. Safe to repeat.
         *
         *     409 `ticket-active` when the contact has a ticket on the channel that is not closed: write in that one.
         */
        post: operations["tickets.open"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count Tickets
         * @description How many tickets that are not closed stand in each list that the caller may see.
         */
        get: operations["tickets.count"];
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
        /**
         * Update
         * @description Change a ticket's priority and subject.
         */
        patch: operations["tickets.update"];
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
         * @description The conversation, newest first: from its end, from a cursor on, or around a message.
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
         * @description Take a ticket; 409 when another agent has it, whom `params.assigneeId` names.
         */
        post: operations["tickets.accept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket_id}/take-over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take Over
         * @description Take a ticket, also one that another agent has.
         */
        post: operations["tickets.takeOver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket_id}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Assign
         * @description Give a ticket to an agent, or to nobody: then all may take it. Safe to repeat.
         */
        post: operations["tickets.assign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket_id}/transfer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Transfer
         * @description Move a ticket to a queue and, if named, an agent, with a note for them.
         */
        post: operations["tickets.transfer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket_id}/hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hold
         * @description Hold a ticket that no agent has, for a program with an API key: people are not offered it meanwhile.
         *
         *     Repeat it to hold it for longer. 409 when an agent or another program has it.
         */
        post: operations["tickets.hold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket_id}/hand-over": {
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
         * @description Give a ticket that a program holds to people: to a queue and, if named, an agent, with a note for them.
         *
         *     The program does it, or a user.
         */
        post: operations["tickets.handOver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket_id}/snooze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Snooze
         * @description Let a ticket sleep until a time or, in any case, until the customer writes.
         */
        post: operations["tickets.snooze"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket_id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reopen
         * @description Have a closed ticket go on; 409 when the customer has a later one. Safe to repeat.
         */
        post: operations["tickets.reopen"];
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
    "/api/v1/tickets/{ticket_id}/unread": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark Unread
         * @description Have a ticket seen again, as if its last message were new. Safe to repeat.
         */
        post: operations["tickets.markUnread"];
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
         * @description Close a ticket, with a reason if there is one to tell; closing a closed one changes nothing.
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
    "/api/v1/tickets/{ticket_id}/participants/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Add Participant
         * @description Have a user follow a ticket, which 20 may besides its agent. Safe to repeat.
         */
        put: operations["tickets.addParticipant"];
        post?: never;
        /**
         * Remove Participant
         * @description Have a user no longer follow a ticket. Safe to repeat.
         */
        delete: operations["tickets.removeParticipant"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket_id}/attachments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Attachments
         * @description The messages of the conversation that have a file, newest first, with its type and size.
         */
        get: operations["tickets.listAttachments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket_id}/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Templates
         * @description The approved templates of the ticket's channel, by name: which values each takes, and what it says.
         *
         *     `GET /channels/{channelId}/templates` has those of any channel, in any state.
         */
        get: operations["tickets.listTemplates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/{message_id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resend
         * @description Send a message again that did not arrive. Safe to repeat: it is sent again once, by anyone.
         *
         *     The new message has `resendOf`, the first one `resentAs`. One of which it is not known whether it arrived
         *     (`unconfirmed`) needs `confirm`.
         */
        post: operations["messages.resend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/{message_id}/forward": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Forward
         * @description Send what a message says in another ticket, or to a contact on a channel. Safe to repeat.
         *
         *     Files are not copied. Of templates, buttons and choices the text is sent.
         */
        post: operations["messages.forward"];
        delete?: never;
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
    "/api/v1/tickets/{ticket_id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add Note
         * @description Write for colleagues, never for the customer. Who is mentioned follows the ticket. Safe to repeat.
         */
        post: operations["notes.add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notes/{note_id}": {
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
         * Remove Note
         * @description Empty a note of your own; those who manage the inbox can empty any. Its place stays visible.
         */
        delete: operations["notes.remove"];
        options?: never;
        head?: never;
        /**
         * Update Note
         * @description Change the text of a note of your own.
         */
        patch: operations["notes.update"];
        trace?: never;
    };
    "/api/v1/mentions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Mentions
         * @description The notes of the last 90 days in which you are mentioned, newest first.
         */
        get: operations["mentions.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mentions/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count Mentions
         * @description How many mentions of you are unread.
         */
        get: operations["mentions.count"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mentions/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark Mentions Read
         * @description Have your mentions count as read. Safe to repeat.
         */
        post: operations["mentions.markRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Views
         * @description Your own views and those of all agents, in their order. All of them: there is one page.
         */
        get: operations["views.list"];
        put?: never;
        /**
         * Create View
         * @description Save a list of tickets; one for all agents takes the right to manage the inbox.
         */
        post: operations["views.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/views/{view_id}": {
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
         * Delete View
         * @description Delete a view.
         */
        delete: operations["views.delete"];
        options?: never;
        head?: never;
        /**
         * Update View
         * @description Change a view of your own or, with the right to manage the inbox, one of all agents.
         */
        patch: operations["views.update"];
        trace?: never;
    };
    "/api/v1/quick-replies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Quick Replies
         * @description The company's quick replies and one's own, by shortcut; with ``q`` those it begins first.
         */
        get: operations["quickReplies.list"];
        put?: never;
        /**
         * Create Quick Reply
         * @description Add a quick reply; 409 when one's own, or the company's, has this shortcut.
         */
        post: operations["quickReplies.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quick-replies/{quick_reply_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Quick Reply
         * @description One quick reply: the company's or one's own.
         */
        get: operations["quickReplies.get"];
        put?: never;
        post?: never;
        /**
         * Delete Quick Reply
         * @description Delete a quick reply; what was sent with it stays. A shared one takes `tickets:manage`.
         */
        delete: operations["quickReplies.delete"];
        options?: never;
        head?: never;
        /**
         * Update Quick Reply
         * @description Change a quick reply. One that is shared takes the permission `tickets:manage`.
         */
        patch: operations["quickReplies.update"];
        trace?: never;
    };
    "/api/v1/quick-replies/{quick_reply_id}/render": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Render
         * @description The text filled in for a ticket, and which variables had no value. It sends nothing.
         */
        post: operations["quickReplies.render"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/macros": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Macros
         * @description The company's macros, by name. All of them: there is one page.
         */
        get: operations["macros.list"];
        put?: never;
        /**
         * Create Macro
         * @description Add a macro; 409 when there is one of this name, in upper or lower case.
         */
        post: operations["macros.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/macros/{macro_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Macro
         * @description One macro.
         */
        get: operations["macros.get"];
        put?: never;
        post?: never;
        /**
         * Delete Macro
         * @description Delete a macro; what was done with it stays.
         */
        delete: operations["macros.delete"];
        options?: never;
        head?: never;
        /**
         * Update Macro
         * @description Change a macro. Its actions are replaced as a whole.
         */
        patch: operations["macros.update"];
        trace?: never;
    };
    "/api/v1/automations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Automations
         * @description The company's automations, in the order in which they act. All of them: there is one page.
         */
        get: operations["automations.list"];
        put?: never;
        /**
         * Create Automation
         * @description Add an automation, behind the others; 409 when there is one of this name. It acts from now on.
         */
        post: operations["automations.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/automations/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Order Automations
         * @description Have automations act in another order. Name all of them.
         */
        put: operations["automations.order"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/automations/{automation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Automation
         * @description One automation.
         */
        get: operations["automations.get"];
        put?: never;
        post?: never;
        /**
         * Delete Automation
         * @description Delete an automation; what it did stays.
         */
        delete: operations["automations.delete"];
        options?: never;
        head?: never;
        /**
         * Update Automation
         * @description Change an automation, or switch it on or off. Conditions and actions are replaced as a whole.
         */
        patch: operations["automations.update"];
        trace?: never;
    };
    "/api/v1/automations/{automation_id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Runs
         * @description What an automation did, the last first: the newest 1,000 of 30 days.
         */
        get: operations["automations.listRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/automations/{automation_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try Out
         * @description What an automation would do to a ticket as it now is. Nothing is done.
         */
        post: operations["automations.test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket_id}/macros/{macro_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run
         * @description Do all that a macro says to a ticket, as oneself, or nothing.
         *
         *     An error is that of the first action that cannot be done; ``action`` says which one, from 0.
         */
        post: operations["macros.run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/satisfaction": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Ratings
         * @description What customers said of tickets, the last first. Agent, queue and channel are those at the closing.
         */
        get: operations["satisfaction.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/satisfaction/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Policies
         * @description How customers are asked: in all queues first, then in queues of their own rules. One page.
         */
        get: operations["satisfaction.listPolicies"];
        put?: never;
        /**
         * Create Policy
         * @description Have customers asked after closing; 409 where the queue has a policy.
         */
        post: operations["satisfaction.createPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/satisfaction/policies/{satisfaction_policy_id}": {
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
         * Delete Policy
         * @description Ask no more by this policy; what was asked can still be answered.
         */
        delete: operations["satisfaction.deletePolicy"];
        options?: never;
        head?: never;
        /**
         * Update Policy
         * @description Change how customers are asked from now on.
         */
        patch: operations["satisfaction.updatePolicy"];
        trace?: never;
    };
    "/api/v1/tickets/{ticket_id}/satisfaction": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Of Ticket
         * @description What the ticket's customer said; 404 while the customer is not to be asked.
         */
        get: operations["satisfaction.ofTicket"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sla/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Policies
         * @description The company's policies: for all tickets first, then those of queues. All of them: one page.
         */
        get: operations["sla.listPolicies"];
        put?: never;
        /**
         * Create Policy
         * @description Promise something to customers who write from now on; 409 where the queue has a policy.
         */
        post: operations["sla.createPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sla/policies/{sla_policy_id}": {
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
         * Delete Policy
         * @description Delete a policy. What runs by it ends with the next change of each ticket.
         */
        delete: operations["sla.deletePolicy"];
        options?: never;
        head?: never;
        /**
         * Update Policy
         * @description Change a policy. It holds for a ticket from its next change on.
         */
        patch: operations["sla.updatePolicy"];
        trace?: never;
    };
    "/api/v1/tickets/{ticket_id}/sla": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Of Ticket
         * @description What is promised to the ticket's customer: when it is due, and how much of the time has passed.
         */
        get: operations["sla.ofTicket"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Queues
         * @description The company's queues, in the order in which they are shown. All of them: there is one page.
         */
        get: operations["queues.list"];
        put?: never;
        /**
         * Create Queue
         * @description Add a queue; 409 when there is one of this name, in upper or lower case.
         */
        post: operations["queues.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queues/{queue_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Queue
         * @description A queue, archived or not.
         */
        get: operations["queues.get"];
        put?: never;
        post?: never;
        /**
         * Archive Queue
         * @description Archive a queue. It takes no further tickets, and those that are not closed move within seconds.
         */
        delete: operations["queues.archive"];
        options?: never;
        head?: never;
        /**
         * Update Queue
         * @description Change what is given: absent fields stay as they are.
         */
        patch: operations["queues.update"];
        trace?: never;
    };
    "/api/v1/queues/{queue_id}/opening": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Opening
         * @description Whether the queue's team works now, and when that changes.
         */
        get: operations["queues.opening"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queues/{queue_id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Members
         * @description The users who belong to the queue, by name. All of them: there is one page.
         */
        get: operations["queues.listMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queues/{queue_id}/members/{member_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Add Member
         * @description Have a user belong to the queue. Safe to repeat.
         */
        put: operations["queues.addMember"];
        post?: never;
        /**
         * Remove Member
         * @description Have a user no longer belong to the queue. Tickets that they have stay theirs. Safe to repeat.
         */
        delete: operations["queues.removeMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Policies
         * @description The company's rules: who sees and who gets which tickets, when they are opened again and closed.
         */
        get: operations["policies.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Update Policies
         * @description Change what is given: absent fields stay as they are.
         */
        patch: operations["policies.update"];
        trace?: never;
    };
    "/api/v1/policies/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Channels
         * @description The rules of channels that have their own. All of them: there is one page.
         */
        get: operations["policies.listChannels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/channels/{channel_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Channel
         * @description What holds on a channel in place of the company's rules.
         */
        get: operations["policies.getChannel"];
        put?: never;
        post?: never;
        /**
         * Reset Channel
         * @description Let the company's rules hold on the channel. Safe to repeat.
         */
        delete: operations["policies.resetChannel"];
        options?: never;
        head?: never;
        /**
         * Update Channel
         * @description Change what is given: absent fields stay as they are, null lets the company's rule hold.
         */
        patch: operations["policies.updateChannel"];
        trace?: never;
    };
    "/api/v1/presence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Present
         * @description The agents who are not offline. All of them: there is one page.
         */
        get: operations["presence.list"];
        /**
         * Choose
         * @description Choose what you are while you are connected: who is busy or away gets no tickets by themselves.
         *
         *     The answer has what you are now: `offline` without a socket.
         */
        put: operations["presence.choose"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Live
         * @description What stands now: tickets that are not closed, who waits longest, who is here, how much is written.
         *
         *     Agents get what concerns the tickets that they may see, and of agents only themselves. It is counted
         *     once a second at most; sockets get every change by `live` (docs/realtime.md).
         */
        get: operations["live.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search Messages
         * @description Messages and notes by their words, the newest first, each with where it was found in it.
         *
         *     Upper and lower case and accents make no difference. A word is also found as the beginning of a longer
         *     one, and in singular or plural. Of a message counts what it says now, of a file its name, of a contact
         *     card the names. What campaigns sent is not searched.
         *
         *     A page may hold fewer messages than `limit`, even none, while there is a `nextCursor`: then older messages
         *     were not looked through yet. New messages are found within a few seconds.
         */
        get: operations["search.messages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulk/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bulk Contacts
         * @description Tag, untag, block, unblock, delete or export contacts: up to 10,000 by ids, or all that a filter finds.
         *
         *     It is done in the background; `/bulk/{id}` and the socket (`bulk.updated`) tell how far it is. Filters and
         *     exports need the permission to import contacts. 200 if the client key was used for the same request.
         */
        post: operations["bulk.contacts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulk/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bulk Tickets
         * @description Do one action of macros to tickets, but write to no customer: up to 10,000 by ids, or all of a filter.
         *
         *     It is done in the background, like `/bulk/contacts`; each ticket changes as if it were done with that one,
         *     in its timeline, too. Filters need the permission to see all queues.
         */
        post: operations["bulk.tickets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Jobs
         * @description The company's bulk actions of the last 30 days, newest first.
         */
        get: operations["bulk.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulk/{bulk_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Job
         * @description How far a bulk action is, and with what it could not be done.
         */
        get: operations["bulk.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulk/{bulk_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel Job
         * @description End a bulk action where it is: what was done stays. One that has ended stays as it is.
         *
         *     Somebody else's is ended by who may import and export contacts.
         */
        post: operations["bulk.cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulk/{bulk_id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get File
         * @description The file that an export wrote. It is kept for a day, of the three latest exports.
         */
        get: operations["bulk.file"];
        put?: never;
        /**
         * Bulk.Linkfile
         * @description Make a link under which a browser may save this file, without a token: once, within a minute. It stands for a `GET` with the same query, by you: what you may no longer get then is refused.
         */
        post: operations["bulk.linkFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Drafts
         * @description Your own drafts, the last changed first. All of them (200 at most): there is one page.
         */
        get: operations["drafts.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drafts/{ticket_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Draft
         * @description Your draft in a ticket; 404 when there is none.
         */
        get: operations["drafts.get"];
        /**
         * Write Draft
         * @description Keep what you have begun to write in a ticket, in place of what was kept before.
         *
         *     Nobody else sees it. It goes after 30 days without a change, and the oldest when you have more than 200.
         */
        put: operations["drafts.write"];
        post?: never;
        /**
         * Remove Draft
         * @description Remove your draft in a ticket, after it was sent or given up. Safe to repeat.
         */
        delete: operations["drafts.remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Webhooks
         * @description The company's webhooks, the oldest first. All of them: there is one page.
         */
        get: operations["webhooks.list"];
        put?: never;
        /**
         * Create Webhook
         * @description Have events posted to an address. The answer has the secret that they are signed with, once.
         *
         *     Of what an API key or a role may not read, no events can be had (403). An address on a private network is
         *     refused: here if it shows, else with each delivery.
         */
        post: operations["webhooks.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{webhook_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Webhook
         * @description One webhook, with how it answers and how much waits for it.
         */
        get: operations["webhooks.get"];
        put?: never;
        post?: never;
        /**
         * Delete Webhook
         * @description Delete a webhook, with what waits for it.
         */
        delete: operations["webhooks.delete"];
        options?: never;
        head?: never;
        /**
         * Update Webhook
         * @description Change what the body names; the rest stays.
         *
         *     Events of the time that a webhook was off are delivered when it is on again, as far as they still wait.
         */
        patch: operations["webhooks.update"];
        trace?: never;
    };
    "/api/v1/webhooks/{webhook_id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate Secret
         * @description Make another secret, shown once. For `overlapHours` deliveries are signed with the old one, too.
         */
        post: operations["webhooks.rotateSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{webhook_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test Webhook
         * @description Post a test event (`webhook.test`) now, also to one that is off; the answer says what came of it.
         *
         *     If it succeeds, an endpoint that was left alone after failures gets what waits for it.
         */
        post: operations["webhooks.test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{webhook_id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Deliveries
         * @description What was delivered in the last days and what waits, newest first.
         */
        get: operations["webhooks.listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{webhook_id}/deliveries/{delivery_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Delivery
         * @description One delivery, with what the last attempt came to.
         */
        get: operations["webhooks.getDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Redeliver
         * @description Deliver an event again, under the same id, whatever came of it before. Safe to repeat.
         */
        post: operations["webhooks.redeliver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket_id}/scheduled-messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Of Ticket
         * @description Those of the ticket's customer on its channel, the earliest first.
         */
        get: operations["scheduledMessages.listOfTicket"];
        put?: never;
        /**
         * Create
         * @description Have a message sent in a ticket at a time, a year ahead at most. Safe to repeat.
         *
         *     It is sent by the rules of a reply at that time, within seconds: what is no template needs an open 24-hour
         *     window then. What cannot be sent fails with a reason, in the ticket and here. 1000 of a company may wait.
         */
        post: operations["scheduledMessages.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/scheduled-messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Scheduled
         * @description Your own, the earliest first; with `tickets:manage` all of the company, or those of `authorId`.
         */
        get: operations["scheduledMessages.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/scheduled-messages/{scheduled_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Scheduled
         * @description One scheduled message.
         */
        get: operations["scheduledMessages.get"];
        put?: never;
        post?: never;
        /**
         * Cancel
         * @description Have a message not sent that waits. Safe to repeat.
         */
        delete: operations["scheduledMessages.cancel"];
        options?: never;
        head?: never;
        /**
         * Update
         * @description Change what a message says or when it is sent, while it waits.
         */
        patch: operations["scheduledMessages.update"];
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
         *
         *     Of tickets those that you may see now: a page may have fewer events than ``limit``, and not be the last.
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
         * AddNote
         * @description Leave a note for colleagues.
         */
        AddNote: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "add_note";
            /** Text */
            text: string;
        };
        /** AddTag */
        AddTag: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "add_tag";
            /**
             * Tagid
             * Format: uuid
             */
            tagId: string;
        };
        /** AgentReactionRead */
        AgentReactionRead: {
            /**
             * Messageid
             * @description The `providerMessageId` of the message that it stands under.
             */
            messageId: string;
            /** Emoji */
            emoji?: string | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * Assign
         * @description Give the ticket to an agent.
         */
        Assign: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "assign";
            /**
             * Assigneeid
             * Format: uuid
             */
            assigneeId: string;
        };
        /**
         * Assignment
         * @description Who gets the tickets of a queue that nobody has.
         * @enum {string}
         */
        Assignment: "manual" | "round_robin" | "least_busy";
        /**
         * AutomationChanged
         * @description An automation is new, has changed, has another place or was deleted.
         */
        AutomationChanged: {
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
        /** AutomationChangedLogged */
        AutomationChangedLogged: {
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
            type: "automation.changed";
            payload: components["schemas"]["AutomationChanged"];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
        };
        /**
         * AutomationCreate
         * @example {
         *       "actions": [
         *         {
         *           "priority": "high",
         *           "type": "set_priority"
         *         }
         *       ],
         *       "conditions": [
         *         {
         *           "terms": [
         *             "boleto",
         *             "segunda via"
         *           ],
         *           "type": "text_has_word"
         *         }
         *       ],
         *       "event": "message.received",
         *       "name": "Boleto"
         *     }
         */
        AutomationCreate: {
            /** Name */
            name: string;
            /** @description What it acts on. `ticket.reopened` is by an agent: a customer's message is `message.received`. */
            event: components["schemas"]["Event"];
            /**
             * Match
             * @description Whether all conditions are to hold, or one of them. Without conditions it always acts.
             * @default all
             * @enum {string}
             */
            match?: "all" | "any";
            /** Conditions */
            conditions?: (components["schemas"]["TextContains"] | components["schemas"]["TextHasWord"] | components["schemas"]["InChannel"] | components["schemas"]["InQueue"] | components["schemas"]["HasStatus"] | components["schemas"]["HasAssignee"] | components["schemas"]["HasTag"] | components["schemas"]["HasPriority"] | components["schemas"]["ContactHasTag"] | components["schemas"]["ContactField"] | components["schemas"]["BusinessHours"] | components["schemas"]["FirstMessage"])[];
            /**
             * Actions
             * @description They are done in their order, all or none. ``take`` is for macros only.
             */
            actions: (components["schemas"]["Assign"] | components["schemas"]["Take"] | components["schemas"]["Unassign"] | components["schemas"]["Transfer"] | components["schemas"]["AddTag"] | components["schemas"]["RemoveTag"] | components["schemas"]["SetPriority"] | components["schemas"]["Close"] | components["schemas"]["Reopen"] | components["schemas"]["Snooze"] | components["schemas"]["MarkRead"] | components["schemas"]["AddNote"] | components["schemas"]["SendMessage"] | components["schemas"]["SendQuickReply"])[];
            /**
             * Active
             * @default true
             */
            active?: boolean;
        };
        /**
         * AutomationOrder
         * @description All automations of the company, in the order in which they are to act.
         * @example {
         *       "ids": []
         *     }
         */
        AutomationOrder: {
            /** Ids */
            ids: string[];
        };
        /** AutomationRead */
        AutomationRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Position */
            position: number;
            event: components["schemas"]["Event"];
            /**
             * Match
             * @enum {string}
             */
            match: "all" | "any";
            /** Conditions */
            conditions: (components["schemas"]["TextContains"] | components["schemas"]["TextHasWord"] | components["schemas"]["InChannel"] | components["schemas"]["InQueue"] | components["schemas"]["HasStatus"] | components["schemas"]["HasAssignee"] | components["schemas"]["HasTag"] | components["schemas"]["HasPriority"] | components["schemas"]["ContactHasTag"] | components["schemas"]["ContactField"] | components["schemas"]["BusinessHours"] | components["schemas"]["FirstMessage"])[];
            /** Actions */
            actions: (components["schemas"]["Assign"] | components["schemas"]["Take"] | components["schemas"]["Unassign"] | components["schemas"]["Transfer"] | components["schemas"]["AddTag"] | components["schemas"]["RemoveTag"] | components["schemas"]["SetPriority"] | components["schemas"]["Close"] | components["schemas"]["Reopen"] | components["schemas"]["Snooze"] | components["schemas"]["MarkRead"] | components["schemas"]["AddNote"] | components["schemas"]["SendMessage"] | components["schemas"]["SendQuickReply"])[];
            /** Active */
            active: boolean;
            /** Activesince */
            activeSince: string | null;
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
            /** Revision */
            revision: number;
        };
        /**
         * AutomationTest
         * @description A ticket as it now is, and what its customer might write.
         * @example {
         *       "text": "Quero o boleto",
         *       "ticketId": "0197f3c2-7b1a-7000-8000-000000000001"
         *     }
         */
        AutomationTest: {
            /**
             * Ticketid
             * Format: uuid
             */
            ticketId: string;
            /** Text */
            text?: string | null;
            /**
             * Firstmessage
             * @default false
             */
            firstMessage?: boolean;
        };
        /**
         * AutomationTested
         * @description What an automation would do. Nothing was done.
         */
        AutomationTested: {
            /** Matches */
            matches: boolean;
            /**
             * Conditions
             * @description Which of them hold, in their order.
             */
            conditions: boolean[];
            /**
             * Actions
             * @description What would be done; nothing if it does not match.
             */
            actions: (components["schemas"]["Assign"] | components["schemas"]["Take"] | components["schemas"]["Unassign"] | components["schemas"]["Transfer"] | components["schemas"]["AddTag"] | components["schemas"]["RemoveTag"] | components["schemas"]["SetPriority"] | components["schemas"]["Close"] | components["schemas"]["Reopen"] | components["schemas"]["Snooze"] | components["schemas"]["MarkRead"] | components["schemas"]["AddNote"] | components["schemas"]["SendMessage"] | components["schemas"]["SendQuickReply"])[];
        };
        /**
         * AutomationUpdate
         * @description What is absent stays as it is. Conditions and actions are replaced as a whole.
         * @example {
         *       "active": false
         *     }
         */
        AutomationUpdate: {
            /** Name */
            name?: string;
            event?: components["schemas"]["Event"];
            /**
             * Match
             * @enum {string}
             */
            match?: "all" | "any";
            /** Conditions */
            conditions?: (components["schemas"]["TextContains"] | components["schemas"]["TextHasWord"] | components["schemas"]["InChannel"] | components["schemas"]["InQueue"] | components["schemas"]["HasStatus"] | components["schemas"]["HasAssignee"] | components["schemas"]["HasTag"] | components["schemas"]["HasPriority"] | components["schemas"]["ContactHasTag"] | components["schemas"]["ContactField"] | components["schemas"]["BusinessHours"] | components["schemas"]["FirstMessage"])[];
            /** Actions */
            actions?: (components["schemas"]["Assign"] | components["schemas"]["Take"] | components["schemas"]["Unassign"] | components["schemas"]["Transfer"] | components["schemas"]["AddTag"] | components["schemas"]["RemoveTag"] | components["schemas"]["SetPriority"] | components["schemas"]["Close"] | components["schemas"]["Reopen"] | components["schemas"]["Snooze"] | components["schemas"]["MarkRead"] | components["schemas"]["AddNote"] | components["schemas"]["SendMessage"] | components["schemas"]["SendQuickReply"])[];
            /** Active */
            active?: boolean;
        };
        /**
         * BlockContacts
         * @description Block people, or let them be written to again.
         * @example {
         *       "action": "block",
         *       "filter": {
         *         "tag": "golpe"
         *       }
         *     }
         */
        BlockContacts: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            action: "block" | "unblock";
            /** Ids */
            ids?: string[] | null;
            filter?: components["schemas"]["ContactFilter"] | null;
            /**
             * Clientkey
             * @description The same request with the same key is done once; it answers with the job that there is.
             */
            clientKey?: string | null;
        };
        /** BulkProblem */
        BulkProblem: {
            /**
             * Id
             * Format: uuid
             * @description Of the contact or ticket.
             */
            id: string;
            /** Field */
            field: string;
            /**
             * Message
             * @description In the language that the request prefers.
             */
            message: string;
            /** Code */
            code: string;
            /** Params */
            params: {
                [key: string]: unknown;
            };
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
        /** BulkRead */
        BulkRead: {
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
            /**
             * Errors
             * @description The first hundred.
             */
            errors: components["schemas"]["BulkProblem"][];
        };
        /**
         * BulkTicketsBody
         * @description One action for many tickets: those of ``ids``, or all that ``filter`` finds at that moment.
         * @example {
         *       "action": {
         *         "reason": "Campanha encerrada",
         *         "type": "close"
         *       },
         *       "filter": {
         *         "status": "open"
         *       }
         *     }
         */
        BulkTicketsBody: {
            /**
             * Action
             * @description As in macros and automations. Messages are not sent to many: campaigns do that.
             */
            action: components["schemas"]["Assign"] | components["schemas"]["Take"] | components["schemas"]["Unassign"] | components["schemas"]["Transfer"] | components["schemas"]["AddTag"] | components["schemas"]["RemoveTag"] | components["schemas"]["SetPriority"] | components["schemas"]["Close"] | components["schemas"]["Reopen"] | components["schemas"]["Snooze"] | components["schemas"]["MarkRead"] | components["schemas"]["AddNote"];
            /** Ids */
            ids?: string[] | null;
            filter?: components["schemas"]["TicketFilter"] | null;
            /**
             * Clientkey
             * @description The same request with the same key is done once; it answers with the job that there is.
             */
            clientKey?: string | null;
        };
        /**
         * BulkUpdated
         * @description A bulk action has come further or ended: one for each portion.
         */
        BulkUpdated: {
            bulk: components["schemas"]["BulkProgress"];
        };
        /** BulkUpdatedLogged */
        BulkUpdatedLogged: {
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
            type: "bulk.updated";
            payload: components["schemas"]["BulkUpdated"];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
        };
        /**
         * BusinessHours
         * @description The ticket's queue works at the moment. A queue without hours, or none, always does.
         */
        BusinessHours: {
            /**
             * Negated
             * @default false
             */
            negated?: boolean;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "business_hours";
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
        /** ButtonValues */
        ButtonValues: {
            /** Index */
            index: number;
            /**
             * Type
             * @description `URL` and `COPY_CODE` must be given their value; a `QUICK_REPLY` and a `FLOW` may be.
             * @enum {string}
             */
            type: "COPY_CODE" | "FLOW" | "QUICK_REPLY" | "URL";
            /** Variables */
            variables: string[];
        };
        /** CallContentRead */
        CallContentRead: {
            context?: components["schemas"]["ContextRead"] | null;
            referral?: components["schemas"]["ReferralRead"] | null;
            /**
             * Previewurl
             * @description Of a text of ours: WhatsApp shows the page behind its first link.
             */
            previewUrl?: boolean | null;
            /**
             * Truncated
             * @description Some of what the provider sent was too long to be kept.
             */
            truncated?: boolean | null;
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
            /** Missed */
            missed?: boolean | null;
        } & {
            [key: string]: unknown;
        };
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
         * @description How far a campaign is: ``counts`` are recipients by status.
         */
        CampaignProgress: {
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
        /** CardAddressRead */
        CardAddressRead: {
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
        } & {
            [key: string]: unknown;
        };
        /** CardEmail */
        CardEmail: {
            /** Email */
            email: string;
            /** Type */
            type?: string | null;
        };
        /** CardEmailRead */
        CardEmailRead: {
            /** Email */
            email?: string | null;
            /** Type */
            type?: string | null;
        } & {
            [key: string]: unknown;
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
        /** CardNameRead */
        CardNameRead: {
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
        } & {
            [key: string]: unknown;
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
        /** CardOrganisationRead */
        CardOrganisationRead: {
            /** Company */
            company?: string | null;
            /** Department */
            department?: string | null;
            /** Title */
            title?: string | null;
        } & {
            [key: string]: unknown;
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
        /** CardPhoneRead */
        CardPhoneRead: {
            /** Phone */
            phone?: string | null;
            /** Type */
            type?: string | null;
            /** Waid */
            waId?: string | null;
        } & {
            [key: string]: unknown;
        };
        /** CardRead */
        CardRead: {
            name: components["schemas"]["CardNameRead"];
            /** Phones */
            phones?: components["schemas"]["CardPhoneRead"][] | null;
            /** Emails */
            emails?: components["schemas"]["CardEmailRead"][] | null;
            /** Urls */
            urls?: components["schemas"]["CardUrlRead"][] | null;
            /** Addresses */
            addresses?: components["schemas"]["CardAddressRead"][] | null;
            org?: components["schemas"]["CardOrganisationRead"] | null;
            /** Birthday */
            birthday?: string | null;
        } & {
            [key: string]: unknown;
        };
        /** CardUrl */
        CardUrl: {
            /** Url */
            url: string;
            /** Type */
            type?: string | null;
        };
        /** CardUrlRead */
        CardUrlRead: {
            /** Url */
            url?: string | null;
            /** Type */
            type?: string | null;
        } & {
            [key: string]: unknown;
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
             */
            session?: ("idle" | "connecting" | "qr" | "pair_code" | "paired" | "open" | "backoff" | "replaced" | "logged_out" | "blocked" | "outdated") | null;
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
         * ChannelPoliciesRead
         * @description What holds on one channel in place of the company's rules; what is null is the company's.
         */
        ChannelPoliciesRead: {
            /**
             * Channelid
             * Format: uuid
             */
            channelId: string;
            /**
             * Defaultqueueid
             * @description The queue of new tickets; null: they are in none.
             */
            defaultQueueId: string | null;
            reopenRule: components["schemas"]["ReopenRule"] | null;
            /** Reopenhours */
            reopenHours: number | null;
            /** Closeafterhours */
            closeAfterHours: number | null;
            /** Closemessage */
            closeMessage: string | null;
            /** Greetingenabled */
            greetingEnabled: boolean | null;
            /** Greeting */
            greeting: string | null;
            /** @description What new customers are asked; null: nothing. */
            menu: components["schemas"]["QueueMenu"] | null;
            /**
             * Revision
             * @description 0: nothing was decided for this channel.
             */
            revision: number;
        };
        /**
         * ChannelPoliciesUpdate
         * @description What is absent stays as it is; null: the company's rule holds on this channel, too.
         * @example {
         *       "greeting": "Olá! Em que podemos ajudar?",
         *       "reopenRule": "never"
         *     }
         */
        ChannelPoliciesUpdate: {
            /** Defaultqueueid */
            defaultQueueId?: string | null;
            reopenRule?: components["schemas"]["ReopenRule"] | null;
            /** Reopenhours */
            reopenHours?: number | null;
            /** Closeafterhours */
            closeAfterHours?: number | null;
            /** Closemessage */
            closeMessage?: string | null;
            /** Greetingenabled */
            greetingEnabled?: boolean | null;
            /** Greeting */
            greeting?: string | null;
            menu?: components["schemas"]["QueueMenu"] | null;
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
            /** Description */
            description?: string | null;
        } & {
            [key: string]: unknown;
        };
        /** Close */
        Close: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "close";
            /** Reason */
            reason?: string | null;
        };
        /**
         * Closing
         * @example {
         *       "reason": "Resolvido"
         *     }
         */
        Closing: {
            /** Reason */
            reason?: string | null;
        };
        /**
         * ColumnMapping
         * @description What a column is to be used for.
         */
        ColumnMapping: {
            /**
             * Position
             * @description From 0.
             */
            position: number;
            /**
             * Use
             * @enum {string}
             */
            use: "phone" | "areaCode" | "name" | "tags" | "userId" | "email" | "organization" | "externalId" | "notes" | "field" | "ignored";
            /**
             * Field
             * @description The name of the custom field, of columns that are used as one; absent: the column's own name.
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
             * @enum {string}
             */
            use: "phone" | "areaCode" | "name" | "tags" | "userId" | "email" | "organization" | "externalId" | "notes" | "field" | "ignored";
        };
        /**
         * ContactAlias
         * @description A name under which somebody who writes is this contact.
         */
        ContactAlias: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "bsuid" | "lid" | "phone" | "wa_id";
            /**
             * Value
             * @description Of numbers the digits, with the country code and the Brazilian 9.
             */
            value: string;
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
        /**
         * ContactCreate
         * @example {
         *       "customFields": {
         *         "cidade": "Santos"
         *       },
         *       "email": "ana@aurora.example",
         *       "externalId": "C-1042",
         *       "name": "Ana Souza",
         *       "organization": "Padaria Aurora",
         *       "phone": "+55 11 98765-4321",
         *       "tags": [
         *         "vip"
         *       ]
         *     }
         */
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
            /** Email */
            email?: string | null;
            /**
             * Organization
             * @description The firm that the person belongs to.
             */
            organization?: string | null;
            /**
             * Externalid
             * @description What another system calls the person; only one contact of a company has it.
             */
            externalId?: string | null;
            /** Avatarurl */
            avatarUrl?: string | null;
            /** Notes */
            notes?: string | null;
        };
        /**
         * ContactDeleted
         * @description A contact was deleted, with all tickets and messages of the person.
         */
        ContactDeleted: {
            /**
             * Contactid
             * Format: uuid
             */
            contactId: string;
        };
        /** ContactDeletedLogged */
        ContactDeletedLogged: {
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
            type: "contact.deleted";
            payload: components["schemas"]["ContactDeleted"];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
        };
        /**
         * ContactExportRead
         * @description Everything that is known of a contact, as a file that can be downloaded until it expires.
         */
        ContactExportRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Contactid
             * Format: uuid
             */
            contactId: string;
            /**
             * Status
             * @enum {string}
             */
            status: "collecting" | "ready";
            /**
             * Requestedby
             * Format: uuid
             */
            requestedBy: string;
            /**
             * Requestedat
             * Format: date-time
             */
            requestedAt: string;
            /** Readyat */
            readyAt: string | null;
            /**
             * Expiresat
             * Format: date-time
             */
            expiresAt: string;
        };
        /**
         * ContactField
         * @description A custom field of the contact is this, contains this, or is filled. Case and accents do not count.
         */
        ContactField: {
            /**
             * Negated
             * @default false
             */
            negated?: boolean;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "contact_field";
            /** Name */
            name: string;
            /**
             * Operator
             * @default is
             * @enum {string}
             */
            operator?: "is" | "contains" | "filled";
            /** Value */
            value?: string | null;
        };
        /**
         * ContactFieldCreate
         * @description A field that contacts have. ``name`` and ``kind`` stay: values and templates refer to them.
         * @example {
         *       "kind": "list",
         *       "label": "Plano",
         *       "name": "plano",
         *       "options": [
         *         "ouro",
         *         "prata",
         *         "bronze"
         *       ]
         *     }
         */
        ContactFieldCreate: {
            /**
             * Name
             * @description Under which `customFields` has the values, and templates and segments name them.
             */
            name: string;
            kind: components["schemas"]["FieldKind"];
            /**
             * Label
             * @description What people see; the name unless told.
             */
            label?: string | null;
            /**
             * Options
             * @description Of a list, what can be chosen.
             */
            options?: string[];
            /**
             * Position
             * @default 0
             */
            position?: number;
        };
        /**
         * ContactFieldDeleted
         * @description A custom field is no longer defined; contacts keep its values as texts.
         */
        ContactFieldDeleted: {
            /**
             * Fieldid
             * Format: uuid
             */
            fieldId: string;
            /** Name */
            name: string;
        };
        /** ContactFieldDeletedLogged */
        ContactFieldDeletedLogged: {
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
            type: "contact_field.deleted";
            payload: components["schemas"]["ContactFieldDeleted"];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
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
         * ContactFieldUpdate
         * @description What is absent stays as it is. An option that is gone stays on contacts that have it.
         * @example {
         *       "label": "Plano contratado",
         *       "options": [
         *         "ouro",
         *         "prata",
         *         "bronze",
         *         "platina"
         *       ]
         *     }
         */
        ContactFieldUpdate: {
            /** Label */
            label?: string;
            /** Options */
            options?: string[];
            /** Position */
            position?: number;
        };
        /**
         * ContactFieldUpdated
         * @description A custom field of contacts was defined or has changed.
         */
        ContactFieldUpdated: {
            field: components["schemas"]["ContactFieldRead"];
        };
        /** ContactFieldUpdatedLogged */
        ContactFieldUpdatedLogged: {
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
            type: "contact_field.updated";
            payload: components["schemas"]["ContactFieldUpdated"];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
        };
        /**
         * ContactFilter
         * @description Contacts as the list of contacts finds them. Without any condition it is all of them.
         */
        ContactFilter: {
            /** Q */
            q?: string | null;
            /** Tag */
            tag?: string | null;
            /** Email */
            email?: string | null;
            /** Externalid */
            externalId?: string | null;
            /** Blocked */
            blocked?: boolean | null;
        };
        /**
         * ContactHasTag
         * @description The contact has one of these tags.
         */
        ContactHasTag: {
            /**
             * Negated
             * @default false
             */
            negated?: boolean;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "contact_tag";
            /** Tags */
            tags: string[];
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
         * ContactTagCreate
         * @example {
         *       "color": "#0a7d4f",
         *       "name": "vip"
         *     }
         */
        ContactTagCreate: {
            /** Name */
            name: string;
            /**
             * Color
             * @default #64748b
             */
            color?: string;
        };
        /**
         * ContactTagDeleted
         * @description A tag of contacts is gone, or became a part of another.
         */
        ContactTagDeleted: {
            /**
             * Tagid
             * Format: uuid
             */
            tagId: string;
            /** Name */
            name: string;
        };
        /** ContactTagDeletedLogged */
        ContactTagDeletedLogged: {
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
            type: "contact_tag.deleted";
            payload: components["schemas"]["ContactTagDeleted"];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
        };
        /**
         * ContactTagMerge
         * @description Which tag contacts get for this one.
         * @example {
         *       "into": "019ab1d3-7e0c-7c43-b5d1-0e8c7a6b5d20"
         *     }
         */
        ContactTagMerge: {
            /**
             * Into
             * Format: uuid
             */
            into: string;
        };
        /** ContactTagRead */
        ContactTagRead: {
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
             * Moving
             * @description Contacts are still getting this name for another one.
             */
            moving: boolean;
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
         * ContactTagUpdate
         * @description What is absent stays as it is.
         * @example {
         *       "name": "cliente vip"
         *     }
         */
        ContactTagUpdate: {
            /** Name */
            name?: string;
            /** Color */
            color?: string;
        };
        /**
         * ContactTagUpdated
         * @description A tag of contacts is new or has changed. Contacts get another name of it by and by.
         */
        ContactTagUpdated: {
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
        /** ContactTagUpdatedLogged */
        ContactTagUpdatedLogged: {
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
            type: "contact_tag.updated";
            payload: components["schemas"]["ContactTagUpdated"];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
        };
        /**
         * ContactUpdate
         * @description What is absent stays as it is. ``tags`` replaces all tags, ``customFields`` changes those it names.
         *
         *     Null removes what may be missing: ``email``, ``organization``, ``externalId``, ``avatarUrl``, ``notes``.
         * @example {
         *       "customFields": {},
         *       "tags": [
         *         "vip"
         *       ]
         *     }
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
            /** Email */
            email?: string | null;
            /** Organization */
            organization?: string | null;
            /** Externalid */
            externalId?: string | null;
            /** Avatarurl */
            avatarUrl?: string | null;
            /** Notes */
            notes?: string | null;
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
        /** ContactsContentRead */
        ContactsContentRead: {
            context?: components["schemas"]["ContextRead"] | null;
            referral?: components["schemas"]["ReferralRead"] | null;
            /**
             * Previewurl
             * @description Of a text of ours: WhatsApp shows the page behind its first link.
             */
            previewUrl?: boolean | null;
            /**
             * Truncated
             * @description Some of what the provider sent was too long to be kept.
             */
            truncated?: boolean | null;
            /** Contacts */
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
            context?: components["schemas"]["ContextRead"] | null;
            referral?: components["schemas"]["ReferralRead"] | null;
            /**
             * Previewurl
             * @description Of a text of ours: WhatsApp shows the page behind its first link.
             */
            previewUrl?: boolean | null;
            /**
             * Truncated
             * @description Some of what the provider sent was too long to be kept.
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
            /** Forwarded */
            forwarded?: boolean | null;
            /** Frequentlyforwarded */
            frequentlyForwarded?: boolean | null;
            /** Referredproduct */
            referredProduct?: {
                [key: string]: unknown;
            } | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * DeleteContacts
         * @description Delete contacts with everything of the persons. It cannot be undone; opt-outs stay.
         * @example {
         *       "action": "delete",
         *       "filter": {
         *         "tag": "apagar"
         *       }
         *     }
         */
        DeleteContacts: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            action: "delete";
            /** Ids */
            ids?: string[] | null;
            filter?: components["schemas"]["ContactFilter"] | null;
            /**
             * Clientkey
             * @description The same request with the same key is done once; it answers with the job that there is.
             */
            clientKey?: string | null;
        };
        /** DeliveryRead */
        DeliveryRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Eventid
             * Format: uuid
             * @description `id` of the body and header `webhook-id`: the same for every attempt.
             */
            eventId: string;
            /**
             * Type
             * @enum {string}
             */
            type: "automation.changed" | "bulk.updated" | "campaign.finished" | "campaign.progress" | "channel.changed" | "contact.deleted" | "contact.merged" | "contact.updated" | "contact_field.deleted" | "contact_field.updated" | "contact_tag.deleted" | "contact_tag.updated" | "import.updated" | "macro.changed" | "mention.created" | "message.created" | "message.updated" | "policies.updated" | "queue.updated" | "quick-reply.changed" | "scheduled_message.updated" | "sla.breach" | "sla.warning" | "tag.updated" | "template.changed" | "ticket.rated" | "ticket.removed" | "ticket.updated" | "user.changed" | "webhook.test";
            /**
             * Sequence
             * @description The event's number in the company's log; null: a test.
             */
            sequence: number | null;
            /**
             * Status
             * @description ``waiting``: for the first attempt, or the next; ``failed``: given up; ``dropped``: too old.
             * @enum {string}
             */
            status: "waiting" | "delivered" | "failed" | "dropped";
            /** Attempts */
            attempts: number;
            /**
             * Nextattemptat
             * @description Not before; null when it is over.
             */
            nextAttemptAt: string | null;
            /**
             * Code
             * @description Status of the last answer.
             */
            code: number | null;
            /**
             * Error
             * @description Why there was no answer the last time.
             */
            error: ("address_refused" | "broken_off" | "connect" | "dns" | "event_expired" | "timeout" | "tls") | null;
            /**
             * Durationms
             * @description Of the last attempt.
             */
            durationMs: number | null;
            /**
             * Excerpt
             * @description The first characters of the last answer.
             */
            excerpt: string | null;
            /** Attemptedat */
            attemptedAt: string | null;
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
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
        /** DraftRead */
        DraftRead: {
            /**
             * Ticketid
             * Format: uuid
             */
            ticketId: string;
            /** Text */
            text: string;
            /** Replyto */
            replyTo: string | null;
            /** Attachmentids */
            attachmentIds: string[];
            /** Revision */
            revision: number;
            /**
             * Updatedat
             * Format: date-time
             */
            updatedAt: string;
            /**
             * Expiresat
             * Format: date-time
             * @description When it goes, unless it is changed again.
             */
            expiresAt: string;
        };
        /**
         * DraftWrite
         * @example {
         *       "attachmentIds": [],
         *       "text": "Bom dia! Seu pedido"
         *     }
         */
        DraftWrite: {
            /**
             * Text
             * @default
             */
            text?: string;
            /**
             * Replyto
             * @description The `providerMessageId` of the message that it answers.
             */
            replyTo?: string | null;
            /**
             * Attachmentids
             * @description Files that were uploaded (`POST /media`). They are looked at when the message is sent.
             */
            attachmentIds?: string[];
        };
        /**
         * ErasedRows
         * @description What was erased from one table.
         */
        ErasedRows: {
            /** Service */
            service: string;
            /** Table */
            table: string;
            /**
             * Rows
             * @description That were deleted, or lost what they said of the person.
             */
            rows: number;
        };
        /**
         * ErasureRead
         * @description That a contact was deleted, and how far: what can be shown to the person who asked for it.
         */
        ErasureRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Contactid
             * Format: uuid
             */
            contactId: string;
            /**
             * Status
             * @enum {string}
             */
            status: "confirmed" | "erased" | "running";
            /**
             * Requestedby
             * Format: uuid
             */
            requestedBy: string;
            /**
             * Requestedat
             * Format: date-time
             */
            requestedAt: string;
            /**
             * Messages
             * @description Messages and notes that were deleted so far.
             */
            messages: number;
            /** Tickets */
            tickets: number;
            /**
             * Erasedat
             * @description When the inbox had nothing of the person any more.
             */
            erasedAt: string | null;
            /**
             * Confirmations
             * @description By service, when it had nothing any more.
             */
            confirmations: {
                [key: string]: string;
            };
            /**
             * Erased
             * @description What went, so far: the proof.
             */
            erased: components["schemas"]["ErasedRows"][];
        };
        /**
         * Event
         * @description What happened to a ticket.
         * @enum {string}
         */
        Event: "ticket.created" | "message.received" | "ticket.assigned" | "ticket.transferred" | "ticket.snoozed" | "ticket.woken" | "ticket.reopened" | "ticket.tagged" | "ticket.priority_changed" | "ticket.closed";
        /**
         * ExcerptPart
         * @description A piece of a text. The pieces in their order are the text.
         */
        ExcerptPart: {
            /** Text */
            text: string;
            /**
             * Match
             * @description Whether it is what was looked for.
             */
            match: boolean;
        };
        /**
         * ExportContacts
         * @description Write contacts into a CSV file, which can be downloaded for a day and imported again.
         * @example {
         *       "action": "export",
         *       "filter": {
         *         "q": "Souza"
         *       }
         *     }
         */
        ExportContacts: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            action: "export";
            /** Ids */
            ids?: string[] | null;
            filter?: components["schemas"]["ContactFilter"] | null;
            /**
             * Clientkey
             * @description The same request with the same key is done once; it answers with the job that there is.
             */
            clientKey?: string | null;
            /**
             * Separator
             * @description Absent: as spreadsheets in the company's country have it.
             */
            separator?: ("comma" | "semicolon" | "tab") | null;
        };
        /**
         * FieldKind
         * @description What the values of a custom field are. They are stored and published as texts, in one spelling.
         * @enum {string}
         */
        FieldKind: "text" | "number" | "date" | "list" | "boolean";
        /** FileContentRead */
        FileContentRead: {
            context?: components["schemas"]["ContextRead"] | null;
            referral?: components["schemas"]["ReferralRead"] | null;
            /**
             * Previewurl
             * @description Of a text of ours: WhatsApp shows the page behind its first link.
             */
            previewUrl?: boolean | null;
            /**
             * Truncated
             * @description Some of what the provider sent was too long to be kept.
             */
            truncated?: boolean | null;
            /**
             * Animated
             * @description A sticker moves.
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
        /**
         * FirstMessage
         * @description The message is the customer's first in the ticket.
         */
        FirstMessage: {
            /**
             * Negated
             * @default false
             */
            negated?: boolean;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "first_message";
        };
        /** FlowAnswerRead */
        FlowAnswerRead: {
            /**
             * Responsejson
             * @description What the customer entered, as JSON; its names are the flow's.
             */
            responseJson: string;
            /** Name */
            name?: string | null;
            /** Body */
            body?: string | null;
        } & {
            [key: string]: unknown;
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
        /** FoundContact */
        FoundContact: {
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
        /**
         * FoundMessage
         * @description A message that was found, with what it takes to open it in its conversation.
         */
        FoundMessage: {
            /**
             * Messageid
             * Format: uuid
             */
            messageId: string;
            /**
             * Ticketid
             * @description The ticket in which it is shown; of one without a ticket the newest with its contact on its channel.
             */
            ticketId: string | null;
            contact: components["schemas"]["FoundContact"] | null;
            /**
             * Channelid
             * Format: uuid
             */
            channelId: string;
            /**
             * Authorid
             * @description The agent who wrote it.
             */
            authorId: string | null;
            /**
             * Direction
             * @enum {string}
             */
            direction: "in" | "out";
            /**
             * Kind
             * @enum {string}
             */
            kind: "audio" | "button" | "call" | "contacts" | "document" | "image" | "interactive" | "location" | "media_placeholder" | "note" | "order" | "reaction" | "request_welcome" | "sticker" | "system" | "template" | "text" | "timeline" | "unsupported" | "video";
            /**
             * Sentat
             * Format: date-time
             */
            sentAt: string;
            /**
             * Excerpt
             * @description Where the words were found, up to 160 characters. Plain text: escape it before it is shown as HTML.
             */
            excerpt: components["schemas"]["ExcerptPart"][];
        };
        /**
         * HandOver
         * @description Whom a program gives a ticket to; what is absent or null stays as it is.
         * @example {
         *       "note": "O cliente quer trocar o endereço do pedido 4711."
         *     }
         */
        HandOver: {
            /** Queueid */
            queueId?: string | null;
            /**
             * Assigneeid
             * @description Absent or null: all may take it.
             */
            assigneeId?: string | null;
            /**
             * Note
             * @description For who takes it; the customer does not see it.
             */
            note?: string | null;
        };
        /**
         * HasAssignee
         * @description The ticket is one of these agents'; null: nobody's.
         */
        HasAssignee: {
            /**
             * Negated
             * @default false
             */
            negated?: boolean;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "assignee";
            /** Assigneeids */
            assigneeIds: (string | null)[];
        };
        /** HasPriority */
        HasPriority: {
            /**
             * Negated
             * @default false
             */
            negated?: boolean;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "priority";
            /** Priorities */
            priorities: components["schemas"]["Priority"][];
        };
        /** HasStatus */
        HasStatus: {
            /**
             * Negated
             * @default false
             */
            negated?: boolean;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "status";
            /** Statuses */
            statuses: components["schemas"]["TicketStatus"][];
        };
        /**
         * HasTag
         * @description The ticket has one of these tags.
         */
        HasTag: {
            /**
             * Negated
             * @default false
             */
            negated?: boolean;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "tag";
            /** Tagids */
            tagIds: string[];
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
        /** HeaderValues */
        HeaderValues: {
            /**
             * Format
             * @description `TEXT`, or what has to be given: `IMAGE`, `VIDEO`, `DOCUMENT`, `GIF`, `LOCATION`.
             */
            format: string;
            /** Variables */
            variables: string[];
        };
        /**
         * Hold
         * @example {
         *       "minutes": 30
         *     }
         */
        Hold: {
            /**
             * Minutes
             * @description After so long people may take the ticket in any case; hold it again to have it for longer.
             * @default 30
             */
            minutes?: number;
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
            /** Name */
            name?: string | null;
            /** Intervals */
            intervals?: components["schemas"]["OpenInterval"][];
        };
        /** ImportAccepted */
        ImportAccepted: {
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
            /** Columns */
            columns: components["schemas"]["ColumnUse"][];
        };
        /**
         * ImportDraft
         * @description A file that was handed in, before its import is started.
         */
        ImportDraft: {
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
            /**
             * Filename
             * @description As the client called the file.
             */
            fileName: string | null;
            /**
             * Filebytes
             * @description As it was sent; of imports from before this was kept there is none.
             */
            fileBytes: number | null;
            /**
             * Createdby
             * @description The user or API key that handed it in.
             */
            createdBy: string | null;
            /**
             * Expiresat
             * Format: date-time
             * @description When the file is dropped unless its import is started.
             */
            expiresAt: string;
            preview: components["schemas"]["ImportPreview"];
        };
        /**
         * ImportPreview
         * @description What a file would become, as far as its first rows show it.
         */
        ImportPreview: {
            /**
             * Format
             * @enum {string}
             */
            format: "csv" | "xlsx";
            /**
             * Encoding
             * @description Of CSV.
             */
            encoding: ("utf-8" | "utf-16" | "windows-1252") | null;
            /**
             * Delimiter
             * @description Of CSV.
             */
            delimiter: string | null;
            /** Hasheader */
            hasHeader: boolean;
            /**
             * Headerline
             * @description 0 if there is none.
             */
            headerLine: number;
            /** Columns */
            columns: components["schemas"]["PreviewColumn"][];
            /**
             * Rows
             * @description The first twenty that would be taken.
             */
            rows: components["schemas"]["PreviewRow"][];
            /**
             * Problems
             * @description Of the first twenty rows that would be refused.
             */
            problems: components["schemas"]["ImportProblem"][];
            /**
             * Rowsread
             * @description Of the file's rows, the first thousand at most.
             */
            rowsRead: number;
            /**
             * Rowsrefused
             * @description Of those that were read.
             */
            rowsRefused: number;
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
            /**
             * Code
             * @enum {string}
             */
            code: "action_of_macros" | "address_not_public" | "address_without_name" | "agent_unknown" | "area_code_missing" | "area_code_unknown" | "authentication_text" | "bad_cursor" | "bad_template_name" | "bad_variable_name" | "body_component_missing" | "body_missing" | "button_of_other_type" | "button_parameter_missing" | "button_parameters" | "button_unknown" | "button_value_missing" | "campaign_missing" | "campaign_unknown" | "caption_of_kind" | "card_count" | "cards_missing" | "cell_too_long" | "channel_unknown" | "code_missing" | "column_mapped_twice" | "column_name_refused" | "column_repeated" | "column_unknown" | "contact_or_phone" | "contact_unaddressable" | "contact_unknown" | "contact_without_channel" | "control_characters" | "count_out_of_range" | "country_code_unknown" | "cron_fields" | "cron_invalid" | "cron_never" | "cron_too_often" | "custom_field_boolean" | "custom_field_date" | "custom_field_list" | "custom_field_number" | "date_twice" | "day_of_month_missing" | "email_invalid" | "empty" | "event_type_unknown" | "example_file_missing" | "example_missing" | "example_url_missing" | "exchange_with_data" | "expiry_out_of_range" | "external_id_taken" | "external_id_unknown" | "field_name_taken" | "field_unnamed" | "fields_missing" | "file_empty" | "file_not_a_table" | "file_of_old_excel" | "file_outside_header" | "file_type_unnamed" | "file_unknown" | "filter_kind" | "footer_with_variables" | "give_one_of" | "give_some_of" | "header_missing" | "header_of_other_kind" | "header_takes_nothing" | "header_value" | "header_with_text" | "header_with_variables" | "header_without_file" | "intervals_not_in_order" | "keyword_of_both" | "limit_above_installation" | "line_of_other_encoding" | "list_header_not_text" | "location_request_part" | "media_reference" | "menu_option_twice" | "message_unknown" | "must_be_later" | "name_part_missing" | "nested_too_deeply" | "no_room_for_return" | "not_a_color" | "not_a_date_time" | "not_a_file_id" | "not_a_list" | "not_a_locale" | "not_a_shortcut" | "not_a_time_zone" | "not_a_web_address" | "not_a_webhook_url" | "not_all_automations" | "not_an_email" | "not_an_https_url" | "not_an_object" | "not_between" | "not_json" | "not_of_provider" | "not_of_report" | "not_one_line" | "not_one_of" | "not_printable_ascii" | "not_storable" | "not_utf8" | "not_within" | "nul_character" | "number_not_finite" | "offer_missing" | "one_component_only" | "only_recurring" | "only_scheduled" | "options_alike" | "options_of_lists" | "other" | "otp_button_missing" | "pairing_phone_missing" | "pairing_phone_needless" | "parameters_mixed" | "part_no_web_address" | "part_too_long" | "people_unnamed" | "period_reversed" | "period_too_long" | "phone_in_earlier_line" | "phone_invalid" | "phone_missing" | "phone_not_in_country" | "phone_shortened" | "phone_too_long" | "phone_too_short" | "phone_unknown" | "phone_with_decimals" | "queue_unknown" | "quick_replies_apart" | "quick_reply_unknown" | "reaction_answers" | "reaction_scheduled" | "recipient_missing" | "recipient_repeated" | "recipient_unknown" | "recipient_without_access" | "recording_too_long" | "recording_unreadable" | "recurring_needs_cron" | "repeated" | "reversed" | "revision_unquoted" | "risk_not_accepted" | "rows_missing" | "same_tag" | "scheduled_needs_time" | "scopes_never_allowed" | "scopes_not_yours" | "screen_missing" | "section_title_missing" | "segment_unknown" | "several_phones" | "size_of_audio" | "size_of_document" | "size_of_image" | "size_of_sticker" | "size_of_video" | "stray_quote" | "tag_unknown" | "template_forms" | "template_not_sent_now" | "template_unknown" | "text_header_with_file" | "text_or_content" | "text_or_file" | "token_days" | "too-many-contacts" | "too_deep" | "too_far_ahead" | "too_many_buttons_of_type" | "too_many_bytes" | "too_many_cells" | "too_many_channel_policies" | "too_many_characters" | "too_many_columns" | "too_many_components" | "too_many_conditions" | "too_many_custom_fields" | "too_many_digits" | "too_many_entries" | "too_many_fields_of_row" | "too_many_rows" | "too_many_rows_of_sections" | "too_many_tags" | "too_many_variables" | "too_much_text" | "type_of_audio" | "type_of_document" | "type_of_image" | "type_of_sticker" | "type_of_video" | "unfit_parameter" | "unknown_limit" | "unknown_limits" | "unknown_parameter" | "unknown_parameter_of_none" | "unknown_part" | "unknown_variable" | "unstorable_character" | "url_variable" | "use_taken" | "user_id_invalid" | "value_missing" | "value_unfit" | "values_by_name" | "values_by_number" | "variable_at_edge" | "variables_not_numbered" | "variables_without_text" | "variant_unknown" | "variants_unnamed" | "voice_not_audio" | "voice_not_ogg" | "weekday_missing" | "workbook_damaged" | "workbook_too_large" | "workbook_too_many_columns" | "workbook_too_many_rows" | "would_have_too_many_fields" | "would_have_too_many_tags" | "year_out_of_range";
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
            /**
             * Filename
             * @description As the client called the file.
             */
            fileName: string | null;
            /**
             * Filebytes
             * @description As it was sent; of imports from before this was kept there is none.
             */
            fileBytes: number | null;
            /**
             * Createdby
             * @description The user or API key that handed it in.
             */
            createdBy: string | null;
            /** Columns */
            columns: components["schemas"]["ColumnUse"][];
            /**
             * Errors
             * @description The first hundred.
             */
            errors: components["schemas"]["ImportProblem"][];
        };
        /**
         * ImportReading
         * @description How a file is to be read. Columns that are not named stay as they were guessed.
         * @example {
         *       "columns": [
         *         {
         *           "field": "cidade",
         *           "position": 2,
         *           "use": "field"
         *         }
         *       ]
         *     }
         */
        ImportReading: {
            /**
             * Hasheader
             * @description False: the first row is one of data, and columns are called by their numbers.
             * @default true
             */
            hasHeader?: boolean;
            /** Columns */
            columns?: components["schemas"]["ColumnMapping"][];
        };
        /**
         * ImportStart
         * @example {
         *       "columns": [],
         *       "onExisting": "fillEmpty"
         *     }
         */
        ImportStart: {
            /**
             * Hasheader
             * @description False: the first row is one of data, and columns are called by their numbers.
             * @default true
             */
            hasHeader?: boolean;
            /** Columns */
            columns?: components["schemas"]["ColumnMapping"][];
            /**
             * Onexisting
             * @description What happens to contacts that are there.
             * @default update
             * @enum {string}
             */
            onExisting?: "skip" | "update" | "fillEmpty";
        };
        /**
         * ImportSummary
         * @description An import as a list shows it.
         */
        ImportSummary: {
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
            /**
             * Filename
             * @description As the client called the file.
             */
            fileName: string | null;
            /**
             * Filebytes
             * @description As it was sent; of imports from before this was kept there is none.
             */
            fileBytes: number | null;
            /**
             * Createdby
             * @description The user or API key that handed it in.
             */
            createdBy: string | null;
        };
        /**
         * ImportUpdated
         * @description An import has come further or ended: one for each chunk, instead of one for each contact.
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
        /** InChannel */
        InChannel: {
            /**
             * Negated
             * @default false
             */
            negated?: boolean;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "channel";
            /** Channelids */
            channelIds: string[];
        };
        /**
         * InQueue
         * @description The ticket is in one of these queues; null: in none.
         */
        InQueue: {
            /**
             * Negated
             * @default false
             */
            negated?: boolean;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "queue";
            /** Queueids */
            queueIds: (string | null)[];
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
        /** InteractiveContentRead */
        InteractiveContentRead: {
            context?: components["schemas"]["ContextRead"] | null;
            referral?: components["schemas"]["ReferralRead"] | null;
            /**
             * Previewurl
             * @description Of a text of ours: WhatsApp shows the page behind its first link.
             */
            previewUrl?: boolean | null;
            /**
             * Truncated
             * @description Some of what the provider sent was too long to be kept.
             */
            truncated?: boolean | null;
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
            /** Type */
            type?: ("button_reply" | "list_reply" | "nfm_reply") | null;
            buttonReply?: components["schemas"]["ChoiceRead"] | null;
            listReply?: components["schemas"]["ChoiceRead"] | null;
            nfmReply?: components["schemas"]["FlowAnswerRead"] | null;
            /** Body */
            body?: string | null;
            /** Header */
            header?: {
                [key: string]: unknown;
            } | null;
            /** Footer */
            footer?: string | null;
            /** Action */
            action?: {
                [key: string]: unknown;
            } | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * LastMessage
         * @description The last message or note of a ticket, as much as a list needs.
         */
        LastMessage: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "audio" | "button" | "call" | "contacts" | "document" | "image" | "interactive" | "location" | "media_placeholder" | "note" | "order" | "reaction" | "request_welcome" | "sticker" | "system" | "template" | "text" | "timeline" | "unsupported" | "video";
            /**
             * Direction
             * @enum {string}
             */
            direction: "in" | "out";
            /** Origin */
            origin: ("phone_app" | "history" | "campaign" | "test" | "automatic" | "activity" | "blocked" | "note" | "timeline") | null;
            /** Authorid */
            authorId: string | null;
            /**
             * Text
             * @description Its beginning.
             */
            text: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "accepted" | "delivered" | "failed" | "internal" | "played" | "queued" | "read" | "received" | "returned" | "sent" | "suppressed" | "unconfirmed";
            /**
             * Sentat
             * Format: date-time
             */
            sentAt: string;
            /** Revokedat */
            revokedAt: string | null;
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
         * LiveRead
         * @description What stands now, of tickets that are not closed.
         */
        LiveRead: {
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
        /** LocationContentRead */
        LocationContentRead: {
            context?: components["schemas"]["ContextRead"] | null;
            referral?: components["schemas"]["ReferralRead"] | null;
            /**
             * Previewurl
             * @description Of a text of ours: WhatsApp shows the page behind its first link.
             */
            previewUrl?: boolean | null;
            /**
             * Truncated
             * @description Some of what the provider sent was too long to be kept.
             */
            truncated?: boolean | null;
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
            /** Name */
            name?: string | null;
            /** Address */
            address?: string | null;
            /** Url */
            url?: string | null;
        } & {
            [key: string]: unknown;
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
         * MacroChanged
         * @description A macro is new, has changed or was deleted: load it, or forget it.
         */
        MacroChanged: {
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
        /** MacroChangedLogged */
        MacroChangedLogged: {
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
            type: "macro.changed";
            payload: components["schemas"]["MacroChanged"];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
        };
        /**
         * MacroCreate
         * @example {
         *       "actions": [
         *         {
         *           "text": "Obrigado, {{contact.firstName|cliente}}! Até a próxima.",
         *           "type": "send_message"
         *         },
         *         {
         *           "reason": "Resolvido",
         *           "type": "close"
         *         }
         *       ],
         *       "name": "Agradecer e fechar"
         *     }
         */
        MacroCreate: {
            /** Name */
            name: string;
            /**
             * Actions
             * @description They are done in their order, all or none.
             */
            actions: (components["schemas"]["Assign"] | components["schemas"]["Take"] | components["schemas"]["Unassign"] | components["schemas"]["Transfer"] | components["schemas"]["AddTag"] | components["schemas"]["RemoveTag"] | components["schemas"]["SetPriority"] | components["schemas"]["Close"] | components["schemas"]["Reopen"] | components["schemas"]["Snooze"] | components["schemas"]["MarkRead"] | components["schemas"]["AddNote"] | components["schemas"]["SendMessage"] | components["schemas"]["SendQuickReply"])[];
            /**
             * Queueids
             * @description The queues that it is offered in; none: all.
             */
            queueIds?: string[];
        };
        /** MacroRead */
        MacroRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Actions */
            actions: (components["schemas"]["Assign"] | components["schemas"]["Take"] | components["schemas"]["Unassign"] | components["schemas"]["Transfer"] | components["schemas"]["AddTag"] | components["schemas"]["RemoveTag"] | components["schemas"]["SetPriority"] | components["schemas"]["Close"] | components["schemas"]["Reopen"] | components["schemas"]["Snooze"] | components["schemas"]["MarkRead"] | components["schemas"]["AddNote"] | components["schemas"]["SendMessage"] | components["schemas"]["SendQuickReply"])[];
            /** Queueids */
            queueIds: string[];
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
            /** Revision */
            revision: number;
        };
        /**
         * MacroUpdate
         * @description What is absent stays as it is. Actions are replaced as a whole.
         * @example {
         *       "name": "Agradecer e encerrar"
         *     }
         */
        MacroUpdate: {
            /** Name */
            name?: string;
            /** Actions */
            actions?: (components["schemas"]["Assign"] | components["schemas"]["Take"] | components["schemas"]["Unassign"] | components["schemas"]["Transfer"] | components["schemas"]["AddTag"] | components["schemas"]["RemoveTag"] | components["schemas"]["SetPriority"] | components["schemas"]["Close"] | components["schemas"]["Reopen"] | components["schemas"]["Snooze"] | components["schemas"]["MarkRead"] | components["schemas"]["AddNote"] | components["schemas"]["SendMessage"] | components["schemas"]["SendQuickReply"])[];
            /** Queueids */
            queueIds?: string[];
        };
        /**
         * MarkRead
         * @description Count nothing in the ticket as unread any more.
         */
        MarkRead: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "mark_read";
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
            /**
             * Width
             * @description Of a picture or video that is stored, in pixels, as it is shown.
             */
            width?: number | null;
            /** Height */
            height?: number | null;
            /**
             * Durationms
             * @description Of sound and video that is stored, as far as the file says.
             */
            durationMs?: number | null;
            /**
             * Thumbnail
             * @description There is a small picture of it.
             * @default false
             */
            thumbnail?: boolean;
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
         * MemberRead
         * @description A user who belongs to a queue.
         */
        MemberRead: {
            /**
             * Userid
             * Format: uuid
             */
            userId: string;
            /** Name */
            name: string | null;
            /**
             * Role
             * @description Null of a user of whom only an installation before this version has heard.
             */
            role: ("owner" | "admin" | "agent" | "viewer") | null;
            /**
             * Status
             * @enum {string}
             */
            status: "active" | "disabled";
            /**
             * Createdat
             * Format: date-time
             * @description Since when.
             */
            createdAt: string;
        };
        /** MentionCounts */
        MentionCounts: {
            /**
             * Unread
             * @description Mentions of the caller that they have not read; 1000 stands for more, too.
             */
            unread: number;
        };
        /**
         * MentionCreated
         * @description A user is mentioned in a note.
         */
        MentionCreated: {
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
        /** MentionCreatedLogged */
        MentionCreatedLogged: {
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
            type: "mention.created";
            payload: components["schemas"]["MentionCreated"];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
        };
        /**
         * MentionRead
         * @description A note in which the caller is mentioned.
         */
        MentionRead: {
            /**
             * Messageid
             * Format: uuid
             */
            messageId: string;
            /**
             * Ticketid
             * Format: uuid
             */
            ticketId: string;
            /** Ticketnumber */
            ticketNumber: number;
            /** Contactname */
            contactName: string | null;
            /** Authorid */
            authorId: string | null;
            /**
             * Text
             * @description The beginning of the note.
             */
            text: string | null;
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /** Readat */
            readAt: string | null;
        };
        /**
         * MenuStyle
         * @enum {string}
         */
        MenuStyle: "numbers" | "list";
        /**
         * MergeCreate
         * @description Which contact is to become a part of this one.
         * @example {
         *       "contactId": "019ab1d3-7e0c-7c43-b5d1-0e8c7a6b5d20",
         *       "take": [
         *         "email"
         *       ]
         *     }
         */
        MergeCreate: {
            /**
             * Contactid
             * Format: uuid
             * @description Who goes. Their tickets, messages and numbers become this contact's.
             */
            contactId: string;
            /**
             * Take
             * @description What this contact gets of the other where both have it; what only the other has it gets anyway.
             */
            take?: ("name" | "phone" | "email" | "organization" | "externalId" | "avatarUrl" | "notes")[];
        };
        /**
         * MergePreview
         * @description What a merge would come to. Nothing has changed.
         */
        MergePreview: {
            /** @description The contact that stays, as it would be. */
            contact: components["schemas"]["ContactRead"];
            gone: components["schemas"]["ContactRead"];
            /**
             * Tickets
             * @description Tickets that would move.
             */
            tickets: number;
            /**
             * Messages
             * @description Messages that would move, counted up to what can be moved.
             */
            messages: number;
            /**
             * Possible
             * @description False: the contact that goes has too much to be moved; the other way round may do.
             */
            possible: boolean;
        };
        /** MergeRead */
        MergeRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Contactid
             * Format: uuid
             */
            contactId: string;
            /**
             * Goneid
             * Format: uuid
             */
            goneId: string;
            /**
             * Mergedby
             * @description Null: they became one by themselves, since WhatsApp told that they are one person.
             */
            mergedBy: string | null;
            /**
             * Mergedat
             * Format: date-time
             */
            mergedAt: string;
            /** Undoneby */
            undoneBy: string | null;
            /** Undoneat */
            undoneAt: string | null;
            /**
             * Undoableuntil
             * @description Until when it can be taken back; null when it was, or can no longer be.
             */
            undoableUntil: string | null;
        };
        /**
         * MessageCreate
         * @description Either a ``text``, or a ``content`` of any kind that WhatsApp takes.
         * @example {
         *       "clientMessageId": "7f3c2a",
         *       "text": "Bom dia! Seu pedido já saiu."
         *     }
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
         * MessageForward
         * @description Send what a message says to somebody else.
         * @example {
         *       "clientMessageId": "7f3c2c",
         *       "ticketId": "019ab1d2-6c3f-7a10-9d42-5b7e8f9a0c31"
         *     }
         */
        MessageForward: {
            /**
             * Ticketid
             * @description Where it is to be sent; or whom to, by these two:
             */
            ticketId?: string | null;
            /** Contactid */
            contactId?: string | null;
            /** Channelid */
            channelId?: string | null;
            /**
             * Clientmessageid
             * @description Chosen by the client, as for a new message.
             */
            clientMessageId: string;
        };
        /**
         * MessagePage
         * @description A part of a conversation, newest first. ``nextCursor`` leads on to what is older.
         */
        MessagePage: {
            /** Items */
            items: components["schemas"]["MessageRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
            /**
             * Previouscursor
             * @description Leads to what is newer, as `newer`; null where there is nothing newer, or nothing was skipped.
             */
            previousCursor?: string | null;
        };
        /**
         * MessageRead
         * @description A message, with a ``content`` by its ``kind``.
         */
        MessageRead: components["schemas"]["TextMessage"] | components["schemas"]["ButtonMessage"] | components["schemas"]["FileMessage"] | components["schemas"]["LocationMessage"] | components["schemas"]["ContactsMessage"] | components["schemas"]["InteractiveMessage"] | components["schemas"]["TemplateMessage"] | components["schemas"]["OrderMessage"] | components["schemas"]["ReactionMessage"] | components["schemas"]["SystemMessage"] | components["schemas"]["CallMessage"] | components["schemas"]["NoteMessage"] | components["schemas"]["TimelineMessage"] | components["schemas"]["UnsupportedMessage"];
        /**
         * MessageResend
         * @description Send a message again.
         * @example {
         *       "clientMessageId": "7f3c2b"
         *     }
         */
        MessageResend: {
            /**
             * Clientmessageid
             * @description Chosen by the client, as for a new message.
             */
            clientMessageId: string;
            /**
             * Confirm
             * @description Of an `unconfirmed` message, which may have arrived: the customer may then read it twice.
             * @default false
             */
            confirm?: boolean;
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
        /** NoteContentRead */
        NoteContentRead: {
            context?: components["schemas"]["ContextRead"] | null;
            referral?: components["schemas"]["ReferralRead"] | null;
            /**
             * Previewurl
             * @description Of a text of ours: WhatsApp shows the page behind its first link.
             */
            previewUrl?: boolean | null;
            /**
             * Truncated
             * @description Some of what the provider sent was too long to be kept.
             */
            truncated?: boolean | null;
            note?: components["schemas"]["NoteRead"] | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * NoteCreate
         * @description What an agent writes for colleagues; the customer never sees it.
         * @example {
         *       "clientMessageId": "5b1e0c",
         *       "mentions": [],
         *       "text": "Quer falar sobre a fatura de maio."
         *     }
         */
        NoteCreate: {
            /** Text */
            text: string;
            /**
             * Mentions
             * @description They follow the ticket from then on.
             */
            mentions?: string[];
            /**
             * Clientmessageid
             * @description Chosen by the client, one for each message or note of a ticket: one that comes again is the first.
             */
            clientMessageId: string;
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
            /** Editedat */
            editedAt?: string | null;
            /**
             * Removedat
             * @description Its author, or who manages the inbox, took it away.
             */
            removedAt?: string | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * NoteUpdate
         * @example {
         *       "text": "Quer falar sobre a fatura de junho."
         *     }
         */
        NoteUpdate: {
            /** Text */
            text: string;
        };
        /** OpenInterval */
        OpenInterval: {
            /** Start */
            start: string;
            /** End */
            end: string;
        };
        /**
         * OpeningRead
         * @description Whether a queue's team works.
         */
        OpeningRead: {
            /** Open */
            open: boolean;
            /**
             * Changesat
             * @description When it opens or closes next; null: not within a year.
             */
            changesAt: string | null;
        };
        /** OrderContentRead */
        OrderContentRead: {
            context?: components["schemas"]["ContextRead"] | null;
            referral?: components["schemas"]["ReferralRead"] | null;
            /**
             * Previewurl
             * @description Of a text of ours: WhatsApp shows the page behind its first link.
             */
            previewUrl?: boolean | null;
            /**
             * Truncated
             * @description Some of what the provider sent was too long to be kept.
             */
            truncated?: boolean | null;
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
            /** Catalogid */
            catalogId?: string | null;
            /** Productitems */
            productItems?: components["schemas"]["ProductRead"][] | null;
            /** Text */
            text?: string | null;
        } & {
            [key: string]: unknown;
        };
        /** AutomationReadPage */
        Page_AutomationRead_: {
            /** Items */
            items: components["schemas"]["AutomationRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** BulkProgressPage */
        Page_BulkProgress_: {
            /** Items */
            items: components["schemas"]["BulkProgress"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** ChannelPoliciesReadPage */
        Page_ChannelPoliciesRead_: {
            /** Items */
            items: components["schemas"]["ChannelPoliciesRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** ContactAliasPage */
        Page_ContactAlias_: {
            /** Items */
            items: components["schemas"]["ContactAlias"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** ContactFieldReadPage */
        Page_ContactFieldRead_: {
            /** Items */
            items: components["schemas"]["ContactFieldRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** ContactReadPage */
        Page_ContactRead_: {
            /** Items */
            items: components["schemas"]["ContactRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** ContactTagReadPage */
        Page_ContactTagRead_: {
            /** Items */
            items: components["schemas"]["ContactTagRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** DeliveryReadPage */
        Page_DeliveryRead_: {
            /** Items */
            items: components["schemas"]["DeliveryRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** DraftReadPage */
        Page_DraftRead_: {
            /** Items */
            items: components["schemas"]["DraftRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** ErasureReadPage */
        Page_ErasureRead_: {
            /** Items */
            items: components["schemas"]["ErasureRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** FoundMessagePage */
        Page_FoundMessage_: {
            /** Items */
            items: components["schemas"]["FoundMessage"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** ImportSummaryPage */
        Page_ImportSummary_: {
            /** Items */
            items: components["schemas"]["ImportSummary"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** MacroReadPage */
        Page_MacroRead_: {
            /** Items */
            items: components["schemas"]["MacroRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** MemberReadPage */
        Page_MemberRead_: {
            /** Items */
            items: components["schemas"]["MemberRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** MentionReadPage */
        Page_MentionRead_: {
            /** Items */
            items: components["schemas"]["MentionRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** MergeReadPage */
        Page_MergeRead_: {
            /** Items */
            items: components["schemas"]["MergeRead"][];
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
        /** PresenceReadPage */
        Page_PresenceRead_: {
            /** Items */
            items: components["schemas"]["PresenceRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** QueueReadPage */
        Page_QueueRead_: {
            /** Items */
            items: components["schemas"]["QueueRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** QuickReplyReadPage */
        Page_QuickReplyRead_: {
            /** Items */
            items: components["schemas"]["QuickReplyRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** RatingReadPage */
        Page_RatingRead_: {
            /** Items */
            items: components["schemas"]["RatingRead"][];
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
        /** SatisfactionPolicyReadPage */
        Page_SatisfactionPolicyRead_: {
            /** Items */
            items: components["schemas"]["SatisfactionPolicyRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** ScheduledMessageReadPage */
        Page_ScheduledMessageRead_: {
            /** Items */
            items: components["schemas"]["ScheduledMessageRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** SendableTemplatePage */
        Page_SendableTemplate_: {
            /** Items */
            items: components["schemas"]["SendableTemplate"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** SlaPolicyReadPage */
        Page_SlaPolicyRead_: {
            /** Items */
            items: components["schemas"]["SlaPolicyRead"][];
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
        /** TicketRowPage */
        Page_TicketRow_: {
            /** Items */
            items: components["schemas"]["TicketRow"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** ViewReadPage */
        Page_ViewRead_: {
            /** Items */
            items: components["schemas"]["ViewRead"][];
            /** Nextcursor */
            nextCursor?: string | null;
        };
        /** PoliciesRead */
        PoliciesRead: {
            /** @description Which tickets agents see: with ``queues`` those of their queues, of no queue, and their own. */
            visibility: components["schemas"]["Visibility"];
            /** @description When a customer's message goes on in a closed ticket; null: by the hours of the company's settings. */
            reopenRule: components["schemas"]["ReopenRule"] | null;
            /**
             * Reopenhours
             * @description For the rule ``hours``; null: those of the company's settings.
             */
            reopenHours: number | null;
            /** @description Who gets tickets of a queue: anyone who takes them, its members in turn, or the least busy of them. */
            assignment: components["schemas"]["Assignment"];
            /**
             * Agentcapacity
             * @description Open tickets up to which an agent is given further ones; null: without end.
             */
            agentCapacity: number | null;
            /**
             * Releaseofflineminutes
             * @description After how long without an agent their open tickets wait for others; null: they stay theirs.
             */
            releaseOfflineMinutes: number | null;
            /**
             * Closeafterhours
             * @description After how long without a message tickets are closed; null: they stay open.
             */
            closeAfterHours: number | null;
            /**
             * Closemessage
             * @description What the customer is sent then, within 24 hours of their last message; null: nothing.
             */
            closeMessage: string | null;
            /** Greetingenabled */
            greetingEnabled: boolean;
            /**
             * Greeting
             * @description For tickets whose queue has no greeting of its own; null: none.
             */
            greeting: string | null;
            /**
             * Revision
             * @description 0: nothing was decided yet.
             */
            revision: number;
        };
        /**
         * PoliciesUpdate
         * @description What is absent stays as it is; null is what the description of a field says.
         * @example {
         *       "agentCapacity": 8,
         *       "assignment": "least_busy",
         *       "closeAfterHours": 72
         *     }
         */
        PoliciesUpdate: {
            visibility?: components["schemas"]["Visibility"];
            reopenRule?: components["schemas"]["ReopenRule"] | null;
            /** Reopenhours */
            reopenHours?: number | null;
            assignment?: components["schemas"]["Assignment"];
            /** Agentcapacity */
            agentCapacity?: number | null;
            /** Releaseofflineminutes */
            releaseOfflineMinutes?: number | null;
            /** Closeafterhours */
            closeAfterHours?: number | null;
            /** Closemessage */
            closeMessage?: string | null;
            /** Greetingenabled */
            greetingEnabled?: boolean;
            /** Greeting */
            greeting?: string | null;
        };
        /**
         * PoliciesUpdated
         * @description The company's rules for its inbox have changed, or those of one channel: load them again.
         */
        PoliciesUpdated: {
            /**
             * Channelid
             * @description Whose rules; null: the company's.
             */
            channelId: string | null;
        };
        /** PoliciesUpdatedLogged */
        PoliciesUpdatedLogged: {
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
            type: "policies.updated";
            payload: components["schemas"]["PoliciesUpdated"];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
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
         * PresenceUpdate
         * @example {
         *       "status": "busy"
         *     }
         */
        PresenceUpdate: {
            /**
             * Status
             * @description What counts while one is connected.
             * @enum {string}
             */
            status: "online" | "busy" | "away";
        };
        /**
         * PreviewColumn
         * @description A column of a file, what it is used for, and what is in it.
         */
        PreviewColumn: {
            /** Position */
            position: number;
            /** Column */
            column: string;
            /**
             * Use
             * @enum {string}
             */
            use: "phone" | "areaCode" | "name" | "tags" | "userId" | "email" | "organization" | "externalId" | "notes" | "field" | "ignored";
            /**
             * Field
             * @description The name of the custom field that it becomes.
             */
            field: string | null;
            /**
             * Examples
             * @description The first three that are not empty, cut after 100 characters.
             */
            examples: string[];
        };
        /**
         * PreviewRow
         * @description A row as it would be stored.
         */
        PreviewRow: {
            /** Line */
            line: number;
            /** Name */
            name: string | null;
            /** Phone */
            phone: string | null;
            /** Userid */
            userId: string | null;
            /** Email */
            email: string | null;
            /** Organization */
            organization: string | null;
            /** Externalid */
            externalId: string | null;
            /** Notes */
            notes: string | null;
            /** Tags */
            tags: string[];
            /** Customfields */
            customFields: {
                [key: string]: string;
            };
            /**
             * Isknown
             * @description There is a contact with this phone, user ID or external ID.
             */
            isKnown: boolean;
            /**
             * Isrepeated
             * @description An earlier row has the same person: it would count as a duplicate.
             */
            isRepeated: boolean;
        };
        /**
         * Priority
         * @enum {string}
         */
        Priority: "low" | "normal" | "high" | "urgent";
        /** ProductRead */
        ProductRead: {
            /** Productretailerid */
            productRetailerId?: string | null;
            /** Quantity */
            quantity?: number | null;
            /** Itemprice */
            itemPrice?: number | null;
            /** Currency */
            currency?: string | null;
        } & {
            [key: string]: unknown;
        };
        /** QueueCount */
        QueueCount: {
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
        /**
         * QueueCreate
         * @example {
         *       "awayMessage": "Voltamos amanhã às 8h.",
         *       "color": "#0a7d4f",
         *       "name": "Vendas",
         *       "openingHours": {
         *         "exceptions": [
         *           {
         *             "date": "2026-12-25",
         *             "name": "Natal"
         *           }
         *         ],
         *         "friday": [
         *           {
         *             "end": "12:00",
         *             "start": "08:00"
         *           },
         *           {
         *             "end": "18:00",
         *             "start": "13:00"
         *           }
         *         ],
         *         "monday": [
         *           {
         *             "end": "12:00",
         *             "start": "08:00"
         *           },
         *           {
         *             "end": "18:00",
         *             "start": "13:00"
         *           }
         *         ],
         *         "thursday": [
         *           {
         *             "end": "12:00",
         *             "start": "08:00"
         *           },
         *           {
         *             "end": "18:00",
         *             "start": "13:00"
         *           }
         *         ],
         *         "tuesday": [
         *           {
         *             "end": "12:00",
         *             "start": "08:00"
         *           },
         *           {
         *             "end": "18:00",
         *             "start": "13:00"
         *           }
         *         ],
         *         "wednesday": [
         *           {
         *             "end": "12:00",
         *             "start": "08:00"
         *           },
         *           {
         *             "end": "18:00",
         *             "start": "13:00"
         *           }
         *         ]
         *       }
         *     }
         */
        QueueCreate: {
            /** Name */
            name: string;
            /**
             * Color
             * @default #64748b
             */
            color?: string;
            /** Description */
            description?: string | null;
            /**
             * Position
             * @default 0
             */
            position?: number;
            /** Timezone */
            timeZone?: string | null;
            openingHours?: components["schemas"]["Hours"] | null;
            /** Greeting */
            greeting?: string | null;
            /** Awaymessage */
            awayMessage?: string | null;
        };
        /**
         * QueueMenu
         * @description What a new customer is asked; the answer puts their ticket into a queue.
         *
         *     An answer that fits none is asked again twice at most; then the ticket gets into the default queue.
         */
        QueueMenu: {
            /** Text */
            text: string;
            /**
             * @description ``numbers``: a text with a number before each queue; ``list``: a list of WhatsApp, to tap on.
             * @default numbers
             */
            style?: components["schemas"]["MenuStyle"];
            /**
             * Button
             * @description What opens a list.
             * @default Opções
             */
            button?: string;
            /** Options */
            options: components["schemas"]["QueueMenuOption"][];
        };
        /** QueueMenuOption */
        QueueMenuOption: {
            /**
             * Queueid
             * Format: uuid
             */
            queueId: string;
            /** Label */
            label: string;
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
         * QueueUpdate
         * @description What is absent stays as it is; null takes it away. Opening hours are replaced as a whole.
         * @example {
         *       "name": "Vendas e orçamentos"
         *     }
         */
        QueueUpdate: {
            /** Name */
            name?: string;
            /** Color */
            color?: string;
            /** Description */
            description?: string | null;
            /** Position */
            position?: number;
            /** Timezone */
            timeZone?: string | null;
            openingHours?: components["schemas"]["Hours"] | null;
            /** Greeting */
            greeting?: string | null;
            /** Awaymessage */
            awayMessage?: string | null;
        };
        /**
         * QueueUpdated
         * @description A queue is new, has changed, has other members or was archived.
         */
        QueueUpdated: {
            queue: components["schemas"]["QueueRead"];
        };
        /** QueueUpdatedLogged */
        QueueUpdatedLogged: {
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
            type: "queue.updated";
            payload: components["schemas"]["QueueUpdated"];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
        };
        /**
         * QuickReplyChanged
         * @description A quick reply is new, has changed or was deleted. Load it if it is shared or the user's own.
         */
        QuickReplyChanged: {
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
        /** QuickReplyChangedLogged */
        QuickReplyChangedLogged: {
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
            type: "quick-reply.changed";
            payload: components["schemas"]["QuickReplyChanged"];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
        };
        /**
         * QuickReplyCreate
         * @example {
         *       "shortcut": "/bomdia",
         *       "text": "Bom dia, {{contact.firstName|cliente}}! Aqui é {{agent.firstName}}. Como posso ajudar?",
         *       "title": "Bom dia"
         *     }
         */
        QuickReplyCreate: {
            /**
             * Shortcut
             * @description What agents type to find it: a slash and a word. Case and accents do not count.
             */
            shortcut: string;
            /** Title */
            title: string;
            /**
             * Text
             * @description With blanks like `{{contact.firstName}}`, or `{{contact.firstName|cliente}}` with what to say instead.
             *     There are contact.name, contact.firstName, contact.phone, contact.customFields.<name>, agent.name,
             *     agent.firstName and ticket.number. It may be empty only if there is a file.
             * @default
             */
            text?: string;
            media?: components["schemas"]["QuickReplyMedia"] | null;
            /**
             * Shared
             * @description Of the company instead of one's own. It takes the permission `tickets:manage`.
             * @default false
             */
            shared?: boolean;
            /**
             * Queueids
             * @description The queues that a shared one is offered in; none: all.
             */
            queueIds?: string[];
        };
        /**
         * QuickReplyMedia
         * @description A file that was uploaded (`POST /media`), sent with the text as its caption.
         */
        QuickReplyMedia: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "image" | "audio" | "video" | "document";
            /** Filename */
            filename?: string | null;
        };
        /** QuickReplyRead */
        QuickReplyRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Shared */
            shared: boolean;
            /** Queueids */
            queueIds: string[];
            /** Shortcut */
            shortcut: string;
            /** Title */
            title: string;
            /** Text */
            text: string;
            media: components["schemas"]["QuickReplyMedia"] | null;
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
            /** Revision */
            revision: number;
        };
        /**
         * QuickReplyRender
         * @example {
         *       "ticketId": "0197f3c2-7b1a-7000-8000-000000000001"
         *     }
         */
        QuickReplyRender: {
            /**
             * Ticketid
             * Format: uuid
             */
            ticketId: string;
        };
        /**
         * QuickReplyRendered
         * @description A quick reply as it would be sent in a ticket.
         */
        QuickReplyRendered: {
            /** Text */
            text: string;
            media: components["schemas"]["QuickReplyMedia"] | null;
            /**
             * Missing
             * @description Variables that had no value here, and for which the text says nothing instead.
             */
            missing: string[];
        };
        /**
         * QuickReplyUpdate
         * @description What is absent stays as it is.
         * @example {
         *       "title": "Bom dia!"
         *     }
         */
        QuickReplyUpdate: {
            /** Shortcut */
            shortcut?: string;
            /** Title */
            title?: string;
            /** Text */
            text?: string;
            media?: components["schemas"]["QuickReplyMedia"] | null;
            /** Queueids */
            queueIds?: string[];
        };
        /**
         * RatedContact
         * @description Whom the ticket was with.
         */
        RatedContact: {
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
        /**
         * RatingRead
         * @description What a customer said of a ticket. Agent, queue and channel are those when it was closed.
         */
        RatingRead: {
            /**
             * Ticketid
             * Format: uuid
             */
            ticketId: string;
            /**
             * Ticketnumber
             * @description Null if the ticket is gone; so is the contact.
             */
            ticketNumber: number | null;
            contact: components["schemas"]["RatedContact"] | null;
            /** Agentid */
            agentId: string | null;
            /** Queueid */
            queueId: string | null;
            /**
             * Channelid
             * Format: uuid
             */
            channelId: string;
            /**
             * Status
             * @description ``due``: will be asked; ``expired``: there was no answer in time.
             * @enum {string}
             */
            status: "due" | "asked" | "rated" | "not_asked" | "expired";
            /**
             * Refusal
             * @description Why the customer was not asked: a code of the errors, or ``too-late``.
             */
            refusal: string | null;
            /**
             * Closedat
             * Format: date-time
             */
            closedAt: string;
            /** Askedat */
            askedAt: string | null;
            /**
             * Score
             * @description 1 to 5.
             */
            score: number | null;
            /** Comment */
            comment: string | null;
            /** Ratedat */
            ratedAt: string | null;
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
        /** ReactionContentRead */
        ReactionContentRead: {
            context?: components["schemas"]["ContextRead"] | null;
            referral?: components["schemas"]["ReferralRead"] | null;
            /**
             * Previewurl
             * @description Of a text of ours: WhatsApp shows the page behind its first link.
             */
            previewUrl?: boolean | null;
            /**
             * Truncated
             * @description Some of what the provider sent was too long to be kept.
             */
            truncated?: boolean | null;
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
         * ReferralRead
         * @description The advertisement or post from which the customer came.
         */
        ReferralRead: {
            /** Sourceurl */
            sourceUrl?: string | null;
            /** Sourceid */
            sourceId?: string | null;
            /** Sourcetype */
            sourceType?: string | null;
            /** Headline */
            headline?: string | null;
            /** Body */
            body?: string | null;
            /** Mediatype */
            mediaType?: string | null;
            /** Ctwaclid */
            ctwaClid?: string | null;
        } & {
            [key: string]: unknown;
        };
        /** RemoveTag */
        RemoveTag: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "remove_tag";
            /**
             * Tagid
             * Format: uuid
             */
            tagId: string;
        };
        /**
         * Reopen
         * @description Have a closed ticket go on.
         */
        Reopen: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "reopen";
        };
        /**
         * ReopenRule
         * @description Whether a customer who writes again goes on in the ticket that was closed.
         * @enum {string}
         */
        ReopenRule: "hours" | "always" | "never";
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
        /**
         * RunRead
         * @description An automation has acted, or was to.
         */
        RunRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Automationid
             * Format: uuid
             */
            automationId: string;
            /**
             * Ticketid
             * Format: uuid
             */
            ticketId: string;
            event: components["schemas"]["Event"];
            /**
             * Status
             * @description ``failed``: an action could not be done, and so none was. ``skipped``: too often in this ticket.
             * @enum {string}
             */
            status: "done" | "failed" | "skipped";
            /**
             * Error
             * @description A code of the errors, or ``rate``.
             */
            error: string | null;
            /**
             * Action
             * @description The place of the action that could not be done, from 0.
             */
            action: number | null;
            /**
             * At
             * Format: date-time
             */
            at: string;
        };
        /**
         * SatisfactionPolicyCreate
         * @example {
         *       "question": "Como foi o nosso atendimento?",
         *       "thanks": "Obrigado!"
         *     }
         */
        SatisfactionPolicyCreate: {
            /**
             * Queueid
             * @description Null: for tickets of no queue, and of queues without a policy of their own.
             */
            queueId?: string | null;
            /**
             * Active
             * @description With `false` the customers of this queue are not asked.
             * @default true
             */
            active?: boolean;
            /**
             * @description ``scale``: a list from 1 to 5. ``faces``: three buttons, which count as 1, 3 and 5. ``text``: the
             *     customer writes the number.
             * @default scale
             */
            style?: components["schemas"]["Style"];
            /** Question */
            question: string;
            /**
             * Commentquestion
             * @description Asked after the score: the customer's next message, within an hour, is the comment.
             */
            commentQuestion?: string | null;
            /** Thanks */
            thanks?: string | null;
            /**
             * Answerhours
             * @description How long an answer counts.
             * @default 24
             */
            answerHours?: number;
        };
        /** SatisfactionPolicyRead */
        SatisfactionPolicyRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Queueid */
            queueId: string | null;
            /** Active */
            active: boolean;
            /**
             * Style
             * @enum {string}
             */
            style: "scale" | "faces" | "text";
            /** Question */
            question: string;
            /** Commentquestion */
            commentQuestion: string | null;
            /** Thanks */
            thanks: string | null;
            /** Answerhours */
            answerHours: number;
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
            /** Revision */
            revision: number;
        };
        /**
         * SatisfactionPolicyUpdate
         * @description What is absent stays as it is.
         * @example {
         *       "style": "faces"
         *     }
         */
        SatisfactionPolicyUpdate: {
            /** Active */
            active?: boolean;
            style?: components["schemas"]["Style"];
            /** Question */
            question?: string;
            /** Commentquestion */
            commentQuestion?: string | null;
            /** Thanks */
            thanks?: string | null;
            /** Answerhours */
            answerHours?: number;
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
        /**
         * ScheduledMessageCreate
         * @description A message as a reply has it, and when it is to be sent.
         * @example {
         *       "clientMessageId": "7f3c2a",
         *       "sendAt": "2030-12-24T07:00:00-03:00",
         *       "text": "Bom dia! Seu exame é hoje às 10h."
         *     }
         */
        ScheduledMessageCreate: {
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
            /**
             * Sendat
             * Format: date-time
             * @description Up to a year ahead. Without an offset it is a time of `timeZone`.
             */
            sendAt: string;
            /**
             * Timezone
             * @description By default the company's.
             */
            timeZone?: string | null;
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
         * ScheduledMessageUpdate
         * @description What is absent stays as it is.
         * @example {
         *       "sendAt": "2030-12-24T08:00:00-03:00"
         *     }
         */
        ScheduledMessageUpdate: {
            /** Text */
            text?: string | null;
            /** Content */
            content?: (components["schemas"]["TextContent"] | components["schemas"]["TemplateContent"] | components["schemas"]["MediaContent"] | components["schemas"]["InteractiveContent"] | components["schemas"]["LocationContent"] | components["schemas"]["ContactsContent"] | components["schemas"]["ReactionContent"]) | null;
            /** Sendat */
            sendAt?: string | null;
            /** Timezone */
            timeZone?: string | null;
        };
        /**
         * ScheduledMessageUpdated
         * @description A scheduled message is new, was changed or cancelled, was sent, or could not be sent.
         */
        ScheduledMessageUpdated: {
            scheduledMessage: components["schemas"]["ScheduledMessageRead"];
        };
        /** ScheduledMessageUpdatedLogged */
        ScheduledMessageUpdatedLogged: {
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
            type: "scheduled_message.updated";
            payload: components["schemas"]["ScheduledMessageUpdated"];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
        };
        /**
         * ScheduledStatus
         * @enum {string}
         */
        ScheduledStatus: "scheduled" | "sent" | "failed" | "cancelled";
        /**
         * SendMessage
         * @description Write to the customer. The text has the variables of quick replies, and is the caption of a file.
         */
        SendMessage: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "send_message";
            /**
             * Text
             * @default
             */
            text?: string;
            media?: components["schemas"]["QuickReplyMedia"] | null;
        };
        /**
         * SendQuickReply
         * @description Write a shared quick reply to the customer, as it then is.
         */
        SendQuickReply: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "send_quick_reply";
            /**
             * Quickreplyid
             * Format: uuid
             */
            quickReplyId: string;
        };
        /**
         * SendableTemplate
         * @description An approved template of a ticket's channel.
         */
        SendableTemplate: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Language */
            language: string;
            /** Category */
            category: string;
            /**
             * Parameterformat
             * @enum {string}
             */
            parameterFormat: "NAMED" | "POSITIONAL";
            parameters: components["schemas"]["TemplateValues"];
            /**
             * Components
             * @description As Meta defines them; null while only `parameters` are known here.
             */
            components: {
                [key: string]: unknown;
            }[] | null;
            /**
             * Text
             * @description What it says, with its variables as they stand in it (`{{1}}`).
             */
            text: string | null;
        };
        /** SetPriority */
        SetPriority: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "set_priority";
            priority: components["schemas"]["Priority"];
        };
        /**
         * SlaBreach
         * @description A promise to a ticket's customer was broken.
         */
        SlaBreach: {
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
        /** SlaBreachLogged */
        SlaBreachLogged: {
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
            type: "sla.breach";
            payload: components["schemas"]["SlaBreach"];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
        };
        /**
         * SlaClockRead
         * @description One promise to the customer of a ticket.
         */
        SlaClockRead: {
            /**
             * Target
             * @enum {string}
             */
            target: "first_reply" | "next_reply" | "resolution";
            /**
             * Status
             * @description ``met`` and ``breached`` are the last word on it; ``paused``: its time stands still.
             * @enum {string}
             */
            status: "running" | "paused" | "met" | "breached";
            /**
             * Startedat
             * Format: date-time
             */
            startedAt: string;
            /**
             * Dueat
             * @description When it is broken; null while it does not run.
             */
            dueAt: string | null;
            /** Promisedseconds */
            promisedSeconds: number;
            /**
             * Spentseconds
             * @description Of the time that counts, until now.
             */
            spentSeconds: number;
            /** Endedat */
            endedAt: string | null;
            /** Warnedat */
            warnedAt: string | null;
            /** Breachedat */
            breachedAt: string | null;
        };
        /**
         * SlaPolicyCreate
         * @description What is promised, in minutes: at least one of the three.
         * @example {
         *       "firstReplyMinutes": 15,
         *       "nextReplyMinutes": 30,
         *       "resolutionMinutes": 480
         *     }
         */
        SlaPolicyCreate: {
            /**
             * Queueid
             * @description Null: for tickets of no queue, and of queues without a policy of their own.
             */
            queueId?: string | null;
            /** Firstreplyminutes */
            firstReplyMinutes?: number | null;
            /** Nextreplyminutes */
            nextReplyMinutes?: number | null;
            /** Resolutionminutes */
            resolutionMinutes?: number | null;
            /**
             * Warnpercent
             * @description How much of the time has passed when a warning comes.
             * @default 80
             */
            warnPercent?: number;
            /**
             * Businesshours
             * @description Only the opening hours of the ticket's queue count; without hours, all time does.
             * @default true
             */
            businessHours?: boolean;
            /**
             * Pausesforcustomer
             * @description The time of the resolution stands still while an answer of the customer is awaited.
             * @default true
             */
            pausesForCustomer?: boolean;
        };
        /** SlaPolicyRead */
        SlaPolicyRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Queueid */
            queueId: string | null;
            /** Firstreplyminutes */
            firstReplyMinutes: number | null;
            /** Nextreplyminutes */
            nextReplyMinutes: number | null;
            /** Resolutionminutes */
            resolutionMinutes: number | null;
            /** Warnpercent */
            warnPercent: number;
            /** Businesshours */
            businessHours: boolean;
            /** Pausesforcustomer */
            pausesForCustomer: boolean;
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
            /** Revision */
            revision: number;
        };
        /**
         * SlaPolicyUpdate
         * @description What is absent stays as it is; null takes a promise back.
         * @example {
         *       "firstReplyMinutes": 10
         *     }
         */
        SlaPolicyUpdate: {
            /** Firstreplyminutes */
            firstReplyMinutes?: number | null;
            /** Nextreplyminutes */
            nextReplyMinutes?: number | null;
            /** Resolutionminutes */
            resolutionMinutes?: number | null;
            /** Warnpercent */
            warnPercent?: number;
            /** Businesshours */
            businessHours?: boolean;
            /** Pausesforcustomer */
            pausesForCustomer?: boolean;
        };
        /**
         * SlaWarning
         * @description A promise to a ticket's customer will be broken soon.
         */
        SlaWarning: {
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
        /** SlaWarningLogged */
        SlaWarningLogged: {
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
            type: "sla.warning";
            payload: components["schemas"]["SlaWarning"];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
        };
        /**
         * Snooze
         * @description Let the ticket sleep for some minutes; without them until the customer writes.
         */
        Snooze: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "snooze";
            /** Minutes */
            minutes?: number | null;
        };
        /**
         * Status
         * @enum {string}
         */
        Status: "online" | "busy" | "away" | "offline";
        /**
         * Style
         * @description What the customer chooses from.
         * @enum {string}
         */
        Style: "scale" | "faces" | "text";
        /** SystemContentRead */
        SystemContentRead: {
            context?: components["schemas"]["ContextRead"] | null;
            referral?: components["schemas"]["ReferralRead"] | null;
            /**
             * Previewurl
             * @description Of a text of ours: WhatsApp shows the page behind its first link.
             */
            previewUrl?: boolean | null;
            /**
             * Truncated
             * @description Some of what the provider sent was too long to be kept.
             */
            truncated?: boolean | null;
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
            /** Body */
            body?: string | null;
            /** Type */
            type?: string | null;
            /**
             * About
             * @description Whom or what it concerns: members of a group, its new name.
             */
            about?: string[] | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * TagContacts
         * @description Put tags on contacts.
         * @example {
         *       "action": "tag",
         *       "filter": {
         *         "tag": "novo"
         *       },
         *       "tags": [
         *         "vip"
         *       ]
         *     }
         */
        TagContacts: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            action: "tag";
            /** Ids */
            ids?: string[] | null;
            filter?: components["schemas"]["ContactFilter"] | null;
            /**
             * Clientkey
             * @description The same request with the same key is done once; it answers with the job that there is.
             */
            clientKey?: string | null;
            /** Tags */
            tags: string[];
        };
        /**
         * TagCreate
         * @example {
         *       "color": "#0a7d4f",
         *       "name": "Orçamento"
         *     }
         */
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
         * @example {
         *       "name": "Orçamento enviado"
         *     }
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
         * Take
         * @description Give the ticket to the agent who runs the macro. Automations have nobody who could take it.
         */
        Take: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "take";
        };
        /**
         * TemplateChanged
         * @description A template is new, has changed, or is gone at Meta (`DELETED`).
         */
        TemplateChanged: {
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
        /** TemplateChangedLogged */
        TemplateChangedLogged: {
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
            type: "template.changed";
            payload: components["schemas"]["TemplateChanged"];
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
        /** TemplateContentRead */
        TemplateContentRead: {
            context?: components["schemas"]["ContextRead"] | null;
            referral?: components["schemas"]["ReferralRead"] | null;
            /**
             * Previewurl
             * @description Of a text of ours: WhatsApp shows the page behind its first link.
             */
            previewUrl?: boolean | null;
            /**
             * Truncated
             * @description Some of what the provider sent was too long to be kept.
             */
            truncated?: boolean | null;
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
             */
            components?: {
                [key: string]: unknown;
            }[] | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * TemplateValues
         * @description Which values a message of the template gives. Variables are numbers or names, as it has them.
         */
        TemplateValues: {
            header: components["schemas"]["HeaderValues"] | null;
            /** Body */
            body: string[];
            /** Buttons */
            buttons: components["schemas"]["ButtonValues"][];
            /** Limitedtimeoffer */
            limitedTimeOffer: boolean;
            /**
             * Cards
             * @description How many cards its carousel has; 0 without one.
             */
            cards: number;
        };
        /**
         * TextContains
         * @description The customer's message contains one of these. Case and accents do not count.
         */
        TextContains: {
            /**
             * Negated
             * @default false
             */
            negated?: boolean;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "text_contains";
            /** Terms */
            terms: string[];
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
         * TextHasWord
         * @description The customer's message has one of these as whole words: ``sim`` is not in ``simples``.
         */
        TextHasWord: {
            /**
             * Negated
             * @default false
             */
            negated?: boolean;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "text_has_word";
            /** Terms */
            terms: string[];
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
         * TicketAssignment
         * @example {
         *       "assigneeId": "019ab1d2-1d2e-7abc-9d8e-7f6a5b4c3d70"
         *     }
         */
        TicketAssignment: {
            /**
             * Assigneeid
             * @description Null: the ticket is for all to take.
             */
            assigneeId: string | null;
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
        /** TicketCount */
        TicketCount: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Tickets */
            tickets: number;
        };
        /**
         * TicketCounts
         * @description How many tickets that are not closed there are, of those that the caller may see.
         */
        TicketCounts: {
            /** All */
            all: number;
            /**
             * Mine
             * @description The caller has them.
             */
            mine: number;
            /** Unassigned */
            unassigned: number;
            /**
             * Participating
             * @description The caller follows them.
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
             * @description Of those that the caller has.
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
            queues: components["schemas"]["QueueCount"][];
            /** Channels */
            channels: components["schemas"]["TicketCount"][];
            /** Assignees */
            assignees: components["schemas"]["TicketCount"][];
            /** Tags */
            tags: components["schemas"]["TicketCount"][];
        };
        /**
         * TicketCreate
         * @description A ticket with a contact, by ``contactId`` or ``phone``, and its first message.
         * @example {
         *       "channelId": "019ab1d2-51a7-7b0a-8a57-2f1d0c9e4b10",
         *       "message": {
         *         "clientMessageId": "7f3c2a",
         *         "text": "Bom dia! Seu pedido já saiu."
         *       },
         *       "phone": "+5511987654321"
         *     }
         */
        TicketCreate: {
            /** Contactid */
            contactId?: string | null;
            /**
             * Phone
             * @description In any spelling; who has it becomes a contact.
             */
            phone?: string | null;
            /**
             * Channelid
             * Format: uuid
             */
            channelId: string;
            /** @description A template, where the customer has not written for 24 hours. */
            message: components["schemas"]["MessageCreate"];
            /** Queueid */
            queueId?: string | null;
            /**
             * Assigneeid
             * @description Who is to have it; by default who opens it.
             */
            assigneeId?: string | null;
            /** Subject */
            subject?: string | null;
        };
        /**
         * TicketFilter
         * @description Tickets that fulfil all of these. Without any condition it is all of them.
         */
        TicketFilter: {
            status?: components["schemas"]["TicketStatus"] | null;
            /** Assigneeid */
            assigneeId?: string | null;
            /**
             * Unassigned
             * @default false
             */
            unassigned?: boolean;
            /** Queueid */
            queueId?: string | null;
            /** Channelid */
            channelId?: string | null;
            /** Tagid */
            tagId?: string | null;
        };
        /**
         * TicketOpened
         * @description A ticket and the message that it begins with.
         */
        TicketOpened: {
            ticket: components["schemas"]["TicketRead"];
            message: components["schemas"]["MessageRead"];
        };
        /**
         * TicketOrder
         * @description In which order tickets are listed.
         * @enum {string}
         */
        TicketOrder: "recent" | "waiting" | "priority";
        /**
         * TicketRated
         * @description A customer has rated a ticket, or has left the comment.
         */
        TicketRated: {
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
        /** TicketRatedLogged */
        TicketRatedLogged: {
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
            type: "ticket.rated";
            payload: components["schemas"]["TicketRated"];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
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
            /**
             * Ticketid
             * Format: uuid
             */
            ticketId: string;
        };
        /** TicketRemovedLogged */
        TicketRemovedLogged: {
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
            type: "ticket.removed";
            payload: components["schemas"]["TicketRemoved"];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
        };
        /**
         * TicketRow
         * @description A ticket in a list.
         */
        TicketRow: {
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
            /**
             * Myunread
             * @description Messages of the customer that the caller has not read. To those of ``unread`` no agent has reacted.
             */
            myUnread: number;
            lastMessage: components["schemas"]["LastMessage"] | null;
        };
        /**
         * TicketSlaRead
         * @description What is promised to the customer of a ticket, and how much of the time has passed.
         */
        TicketSlaRead: {
            /**
             * Ticketid
             * Format: uuid
             */
            ticketId: string;
            /**
             * Dueat
             * @description When the next promise is broken; null while none runs.
             */
            dueAt: string | null;
            /**
             * Targets
             * @description None of a ticket without a policy. They follow the ticket within seconds.
             */
            targets: components["schemas"]["SlaClockRead"][];
        };
        /**
         * TicketSnooze
         * @example {
         *       "until": "2030-12-24T09:00:00-03:00"
         *     }
         */
        TicketSnooze: {
            /**
             * Until
             * @description Null: until the customer writes, who ends it in any case.
             */
            until?: string | null;
        };
        /**
         * TicketStatus
         * @enum {string}
         */
        TicketStatus: "pending" | "open" | "snoozed" | "closed";
        /**
         * TicketTransfer
         * @description Where the ticket goes: to a queue, or to an agent, or to an agent in a queue.
         *
         *     At least one of ``queueId`` and ``assigneeId`` is named. Without a ``queueId`` it stays in its queue;
         *     in another queue it is for all to take unless ``assigneeId`` names an agent.
         * @example {
         *       "note": "Quer falar sobre a fatura.",
         *       "queueId": "019ab1d2-1d2e-7abc-9d8e-7f6a5b4c3d70"
         *     }
         */
        TicketTransfer: {
            /**
             * Queueid
             * @description Null: it belongs to no queue.
             */
            queueId?: string | null;
            /**
             * Assigneeid
             * @description Null: all of the queue may take it.
             */
            assigneeId?: string | null;
            /**
             * Note
             * @description For who takes it; the customer does not see it.
             */
            note?: string | null;
        };
        /**
         * TicketUpdate
         * @description What is absent stays as it is.
         * @example {
         *       "priority": "high",
         *       "subject": "Pedido 4711"
         *     }
         */
        TicketUpdate: {
            priority?: components["schemas"]["Priority"];
            /** Subject */
            subject?: string | null;
        };
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
        /** TimelineContentRead */
        TimelineContentRead: {
            context?: components["schemas"]["ContextRead"] | null;
            referral?: components["schemas"]["ReferralRead"] | null;
            /**
             * Previewurl
             * @description Of a text of ours: WhatsApp shows the page behind its first link.
             */
            previewUrl?: boolean | null;
            /**
             * Truncated
             * @description Some of what the provider sent was too long to be kept.
             */
            truncated?: boolean | null;
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
            /** Assigneeid */
            assigneeId?: string | null;
            /** Formerassigneeid */
            formerAssigneeId?: string | null;
            /** Queueid */
            queueId?: string | null;
            /** Formerqueueid */
            formerQueueId?: string | null;
            /** Userid */
            userId?: string | null;
            /** Tagid */
            tagId?: string | null;
            /** Priority */
            priority?: string | null;
            /** Subject */
            subject?: string | null;
            /** Reason */
            reason?: string | null;
            /** Until */
            until?: string | null;
            /**
             * Ruleid
             * @description Of a macro or an automation, which did what follows.
             */
            ruleId?: string | null;
            /** Name */
            name?: string | null;
            /** Score */
            score?: string | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * Transfer
         * @description Move the ticket to a queue, there to an agent or to all.
         */
        Transfer: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "transfer";
            /** Queueid */
            queueId: string | null;
            /** Assigneeid */
            assigneeId?: string | null;
        };
        /**
         * Unassign
         * @description Let all take the ticket.
         */
        Unassign: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "unassign";
        };
        /** UnsupportedContentRead */
        UnsupportedContentRead: {
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
         * UntagContacts
         * @description Take tags from contacts.
         * @example {
         *       "action": "untag",
         *       "filter": {
         *         "tag": "novo"
         *       },
         *       "tags": [
         *         "novo"
         *       ]
         *     }
         */
        UntagContacts: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            action: "untag";
            /** Ids */
            ids?: string[] | null;
            filter?: components["schemas"]["ContactFilter"] | null;
            /**
             * Clientkey
             * @description The same request with the same key is done once; it answers with the job that there is.
             */
            clientKey?: string | null;
            /** Tags */
            tags: string[];
        };
        /**
         * UpdatesPage
         * @description One page. ``nextCursor`` is null on the last one.
         */
        UpdatesPage: {
            /** Items */
            items: (components["schemas"]["ContactUpdatedLogged"] | components["schemas"]["ContactMergedLogged"] | components["schemas"]["ContactDeletedLogged"] | components["schemas"]["ContactFieldUpdatedLogged"] | components["schemas"]["ContactFieldDeletedLogged"] | components["schemas"]["ContactTagUpdatedLogged"] | components["schemas"]["ContactTagDeletedLogged"] | components["schemas"]["TicketUpdatedLogged"] | components["schemas"]["TicketRemovedLogged"] | components["schemas"]["TagUpdatedLogged"] | components["schemas"]["QuickReplyChangedLogged"] | components["schemas"]["MacroChangedLogged"] | components["schemas"]["AutomationChangedLogged"] | components["schemas"]["TicketRatedLogged"] | components["schemas"]["SlaWarningLogged"] | components["schemas"]["SlaBreachLogged"] | components["schemas"]["QueueUpdatedLogged"] | components["schemas"]["PoliciesUpdatedLogged"] | components["schemas"]["MessageCreatedLogged"] | components["schemas"]["MessageUpdatedLogged"] | components["schemas"]["MentionCreatedLogged"] | components["schemas"]["ScheduledMessageUpdatedLogged"] | components["schemas"]["ImportUpdatedLogged"] | components["schemas"]["BulkUpdatedLogged"] | components["schemas"]["CampaignProgressLogged"] | components["schemas"]["CampaignFinishedLogged"] | components["schemas"]["ChannelChangedLogged"] | components["schemas"]["TemplateChangedLogged"] | components["schemas"]["UserChangedLogged"] | components["schemas"]["WebhookUpdatedLogged"])[];
            /** Nextcursor */
            nextCursor: string | null;
        };
        /**
         * UserChanged
         * @description A user of the company is new, or their name, role or status has changed: load them again.
         *
         *     Who they are is for those with `users:read`, which not all have who read tickets.
         */
        UserChanged: {
            /**
             * Userid
             * Format: uuid
             */
            userId: string;
            /** Revision */
            revision: number;
        };
        /** UserChangedLogged */
        UserChangedLogged: {
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
            type: "user.changed";
            payload: components["schemas"]["UserChanged"];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
        };
        /**
         * ViewCreate
         * @example {
         *       "filter": {
         *         "priority": "urgent",
         *         "unassigned": true
         *       },
         *       "name": "Urgentes sem dono",
         *       "sort": "waiting"
         *     }
         */
        ViewCreate: {
            /** Name */
            name: string;
            /** @default {} */
            filter?: components["schemas"]["ViewFilter"];
            /** @default recent */
            sort?: components["schemas"]["TicketOrder"];
            /**
             * Shared
             * @description For all agents; it takes the right to manage the inbox.
             * @default false
             */
            shared?: boolean;
            /**
             * Position
             * @default 0
             */
            position?: number;
        };
        /**
         * ViewFilter
         * @description Which tickets a view lists: the parameters of `GET /tickets` by the same names.
         */
        ViewFilter: {
            /** Status */
            status?: components["schemas"]["TicketStatus"][] | null;
            /** Assigneeid */
            assigneeId?: string | null;
            /**
             * Mine
             * @description Those of the caller, in place of an ``assigneeId``.
             */
            mine?: boolean | null;
            /** Unassigned */
            unassigned?: boolean | null;
            /** Participantid */
            participantId?: string | null;
            /** Queueid */
            queueId?: string | null;
            /** Noqueue */
            noQueue?: boolean | null;
            /** Channelid */
            channelId?: string | null;
            /** Contactid */
            contactId?: string | null;
            /** Tagid */
            tagId?: string | null;
            priority?: components["schemas"]["Priority"] | null;
            /** Waiting */
            waiting?: boolean | null;
            /** Unread */
            unread?: boolean | null;
        };
        /** ViewRead */
        ViewRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            filter: components["schemas"]["ViewFilter"];
            sort: components["schemas"]["TicketOrder"];
            /** Shared */
            shared: boolean;
            /** Position */
            position: number;
            /** Revision */
            revision: number;
        };
        /**
         * ViewUpdate
         * @description What is absent stays as it is; a filter is replaced as a whole.
         * @example {
         *       "name": "Urgentes"
         *     }
         */
        ViewUpdate: {
            /** Name */
            name?: string;
            filter?: components["schemas"]["ViewFilter"];
            sort?: components["schemas"]["TicketOrder"];
            /** Position */
            position?: number;
        };
        /**
         * Visibility
         * @description Which tickets agents see who do not manage the inbox.
         * @enum {string}
         */
        Visibility: "queues" | "all";
        /**
         * WebhookCreate
         * @example {
         *       "description": "ERP",
         *       "eventTypes": [
         *         "message.created",
         *         "ticket.updated"
         *       ],
         *       "url": "https://erp.example.com/atendechat"
         *     }
         */
        WebhookCreate: {
            /** Url */
            url: string;
            /**
             * Eventtypes
             * @description Empty: all types, also those that come.
             */
            eventTypes?: ("automation.changed" | "bulk.updated" | "campaign.finished" | "campaign.progress" | "channel.changed" | "contact.deleted" | "contact.merged" | "contact.updated" | "contact_field.deleted" | "contact_field.updated" | "contact_tag.deleted" | "contact_tag.updated" | "import.updated" | "macro.changed" | "mention.created" | "message.created" | "message.updated" | "policies.updated" | "queue.updated" | "quick-reply.changed" | "scheduled_message.updated" | "sla.breach" | "sla.warning" | "tag.updated" | "template.changed" | "ticket.rated" | "ticket.removed" | "ticket.updated" | "user.changed")[];
            /**
             * Description
             * @default
             */
            description?: string;
            /**
             * Active
             * @default true
             */
            active?: boolean;
            /**
             * Parallel
             * @description Requests at a time. With more than one events may overtake each other.
             * @default 1
             */
            parallel?: number;
        };
        /** WebhookList */
        WebhookList: {
            /** Items */
            items: components["schemas"]["WebhookRead"][];
            /**
             * Nextcursor
             * @description Always null: there is one page.
             */
            nextCursor?: string | null;
        };
        /** WebhookRead */
        WebhookRead: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Url */
            url: string;
            /** Description */
            description: string;
            /** Eventtypes */
            eventTypes: ("automation.changed" | "bulk.updated" | "campaign.finished" | "campaign.progress" | "channel.changed" | "contact.deleted" | "contact.merged" | "contact.updated" | "contact_field.deleted" | "contact_field.updated" | "contact_tag.deleted" | "contact_tag.updated" | "import.updated" | "macro.changed" | "mention.created" | "message.created" | "message.updated" | "policies.updated" | "queue.updated" | "quick-reply.changed" | "scheduled_message.updated" | "sla.breach" | "sla.warning" | "tag.updated" | "template.changed" | "ticket.rated" | "ticket.removed" | "ticket.updated" | "user.changed")[];
            /** Parallel */
            parallel: number;
            /** Active */
            active: boolean;
            /**
             * Disabledreason
             * @description Why it is off: by a user, because it answered 410, because nothing succeeded for long, or because its
             *     secret can no longer be read and has to be rotated.
             */
            disabledReason: ("user" | "gone" | "failing" | "secret_unreadable") | null;
            /** Disabledat */
            disabledAt: string | null;
            /**
             * Previoussecretuntil
             * @description Until when deliveries are signed with the secret of before, too.
             */
            previousSecretUntil: string | null;
            /**
             * Backlog
             * @description Events that wait for it, at most: behind the next 500 types that it does not get count, too.
             */
            backlog: number;
            /**
             * Dropped
             * @description Events that it never got, because they waited for too long or were too many; all since it was added.
             */
            dropped: number;
            /** Droppedat */
            droppedAt: string | null;
            /**
             * Failures
             * @description Failed attempts in a row.
             */
            failures: number;
            /** Failingsince */
            failingSince: string | null;
            /**
             * Pauseduntil
             * @description After failures in a row it is left alone until then.
             */
            pausedUntil: string | null;
            /** Lastsuccessat */
            lastSuccessAt: string | null;
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /** Revision */
            revision: number;
        };
        /**
         * WebhookRotate
         * @example {
         *       "overlapHours": 24
         *     }
         */
        WebhookRotate: {
            /**
             * Overlaphours
             * @description How long deliveries are signed with the old secret, too.
             * @default 24
             */
            overlapHours?: number;
        };
        /**
         * WebhookUpdate
         * @description What is absent stays as it is.
         * @example {
         *       "active": true,
         *       "eventTypes": [
         *         "message.created"
         *       ]
         *     }
         */
        WebhookUpdate: {
            /** Url */
            url?: string;
            /** Eventtypes */
            eventTypes?: ("automation.changed" | "bulk.updated" | "campaign.finished" | "campaign.progress" | "channel.changed" | "contact.deleted" | "contact.merged" | "contact.updated" | "contact_field.deleted" | "contact_field.updated" | "contact_tag.deleted" | "contact_tag.updated" | "import.updated" | "macro.changed" | "mention.created" | "message.created" | "message.updated" | "policies.updated" | "queue.updated" | "quick-reply.changed" | "scheduled_message.updated" | "sla.breach" | "sla.warning" | "tag.updated" | "template.changed" | "ticket.rated" | "ticket.removed" | "ticket.updated" | "user.changed")[];
            /** Description */
            description?: string;
            /** Active */
            active?: boolean;
            /** Parallel */
            parallel?: number;
        };
        /**
         * WebhookUpdated
         * @description An outgoing webhook was added, changed, switched off or deleted: read it again.
         *
         *     Where it goes is not said: agents see this. Webhooks themselves do not get it.
         */
        WebhookUpdated: {
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
        /** WebhookUpdatedLogged */
        WebhookUpdatedLogged: {
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
            type: "webhook.updated";
            payload: components["schemas"]["WebhookUpdated"];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
        };
        /** WebhookWithSecret */
        WebhookWithSecret: {
            webhook: components["schemas"]["WebhookRead"];
            /**
             * Secret
             * @description Shown now and never again: ``whsec_`` and the key in base64. Only the installation keeps it, sealed.
             */
            secret: string;
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
        /** ContactsImportForm */
        ContactsImportForm: {
            /** File */
            file: string;
        };
        /** ContactsDraftImportForm */
        ContactsDraftImportForm: {
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
                "multipart/form-data": components["schemas"]["ContactsImportForm"];
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
    "contacts.listImports": {
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
                    "application/json": components["schemas"]["Page_ImportSummary_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "contacts.draftImport": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["ContactsDraftImportForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportDraft"];
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
    "contacts.previewImport": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportReading"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportPreview"];
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
    "contacts.startImport": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportStart"];
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
    "contacts.cancelImport": {
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
            409: components["responses"]["Conflict"];
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
    "contacts.linkRejected": {
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
    "contacts.export": {
        parameters: {
            query?: {
                format?: "csv" | "xlsx";
                /** @description In names and phones */
                q?: string | null;
                externalId?: string | null;
                email?: string | null;
                tag?: string | null;
                /** @description Those that are blocked, or those that are not */
                blocked?: boolean | null;
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
            /** @description Too many different custom fields, or too many rows for a workbook */
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
    "contacts.linkExport": {
        parameters: {
            query?: {
                format?: "csv" | "xlsx";
                /** @description In names and phones */
                q?: string | null;
                externalId?: string | null;
                email?: string | null;
                tag?: string | null;
                /** @description Those that are blocked, or those that are not */
                blocked?: boolean | null;
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
    "contacts.listErasures": {
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
                    "application/json": components["schemas"]["Page_ErasureRead_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "contacts.getErasure": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                erasure_id: string;
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
                    "application/json": components["schemas"]["ErasureRead"];
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
    "contacts.delete": {
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
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureRead"];
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
    "contacts.exportPerson": {
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
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactExportRead"];
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
    "contacts.getPersonExport": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_export_id: string;
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
                    "application/json": components["schemas"]["ContactExportRead"];
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
    "contacts.downloadPersonExport": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_export_id: string;
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
                    "application/zip": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description Services have not all answered yet */
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
    "contacts.linkPersonExport": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_export_id: string;
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
    "contacts.listTags": {
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
                    "application/json": components["schemas"]["Page_ContactTagRead_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "contacts.createTag": {
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
                "application/json": components["schemas"]["ContactTagCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactTagRead"];
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
    "contacts.deleteTag": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you read, which is the `revision` in quotes; 412 if it has changed */
                "if-match"?: string | null;
            };
            path: {
                contact_tag_id: string;
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
    "contacts.updateTag": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you read, which is the `revision` in quotes; 412 if it has changed */
                "if-match"?: string | null;
            };
            path: {
                contact_tag_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContactTagUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactTagRead"];
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
    "contacts.mergeTag": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_tag_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContactTagMerge"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactTagRead"];
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
    "contacts.list": {
        parameters: {
            query?: {
                /** @description In names, phones, e-mails, external ids, firms, fields */
                q?: string | null;
                externalId?: string | null;
                email?: string | null;
                tag?: string | null;
                /** @description Those that are blocked, or those that are not */
                blocked?: boolean | null;
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
            header?: {
                /** @description Of your own making, such as a UUID: for a day the same request under the same key is done once, and answered the same each time (`Idempotency-Replayed: true`) */
                "idempotency-key"?: string | null;
            };
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
    "contacts.listAliases": {
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
                    "application/json": components["schemas"]["Page_ContactAlias_"];
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
    "contacts.block": {
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
            409: components["responses"]["Conflict"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "contacts.unblock": {
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
            409: components["responses"]["Conflict"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "contacts.listFields": {
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
                    "application/json": components["schemas"]["Page_ContactFieldRead_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "contacts.createField": {
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
                "application/json": components["schemas"]["ContactFieldCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactFieldRead"];
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
    "contacts.deleteField": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you read, which is the `revision` in quotes; 412 if it has changed */
                "if-match"?: string | null;
            };
            path: {
                field_id: string;
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
    "contacts.updateField": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you read, which is the `revision` in quotes; 412 if it has changed */
                "if-match"?: string | null;
            };
            path: {
                field_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContactFieldUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactFieldRead"];
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
    "contacts.previewMerge": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MergeCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MergePreview"];
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
    "contacts.listMerges": {
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
                    "application/json": components["schemas"]["Page_MergeRead_"];
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
    "contacts.merge": {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, such as a UUID: for a day the same request under the same key is done once, and answered the same each time (`Idempotency-Replayed: true`) */
                "idempotency-key"?: string | null;
            };
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MergeCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MergeRead"];
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
    "contacts.undoMerge": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_id: string;
                merge_id: string;
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
                    "application/json": components["schemas"]["MergeRead"];
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
    "contacts.listMessages": {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string | null;
                /** @description `previousCursor` of a page: what is newer than that */
                newer?: string | null;
                /** @description The id of a message: half of the page is newer, the rest it and older */
                around?: string | null;
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
                    "application/json": components["schemas"]["MessagePage"];
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
    "contacts.listAttachments": {
        parameters: {
            query?: {
                /** @description Files of this kind only */
                kind?: ("image" | "audio" | "video" | "document" | "sticker") | null;
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
                /** @description In names and phones of their contacts */
                q?: string | null;
                sort?: components["schemas"]["TicketOrder"];
                /** @description `nextCursor` of the page before */
                cursor?: string | null;
                /** @description Items per page */
                limit?: number;
                /** @description Any of these */
                status?: components["schemas"]["TicketStatus"][] | null;
                assigneeId?: string | null;
                unassigned?: boolean;
                participantId?: string | null;
                queueId?: string | null;
                noQueue?: boolean;
                channelId?: string | null;
                contactId?: string | null;
                tagId?: string | null;
                priority?: components["schemas"]["Priority"] | null;
                number?: number | null;
                /** @description The customer waits for an answer */
                waiting?: boolean;
                unread?: boolean;
                /** @description Last written to at this time or later */
                since?: string | null;
                /** @description Last written to before this time */
                until?: string | null;
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
                    "application/json": components["schemas"]["Page_TicketRow_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "tickets.open": {
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
                "application/json": components["schemas"]["TicketCreate"];
            };
        };
        responses: {
            /** @description This client message id was sent before */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketOpened"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketOpened"];
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
    "tickets.count": {
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
                    "application/json": components["schemas"]["TicketCounts"];
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
    "tickets.update": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you read, which is the `revision` in quotes; 412 if it has changed */
                "if-match"?: string | null;
            };
            path: {
                ticket_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TicketUpdate"];
            };
        };
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
    "tickets.listMessages": {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string | null;
                /** @description `previousCursor` of a page: what is newer than that */
                newer?: string | null;
                /** @description The id of a message: half of the page is newer, the rest it and older */
                around?: string | null;
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
                    "application/json": components["schemas"]["MessagePage"];
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
            header?: {
                /** @description Of your own making, such as a UUID: for a day the same request under the same key is done once, and answered the same each time (`Idempotency-Replayed: true`) */
                "idempotency-key"?: string | null;
            };
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
    "tickets.takeOver": {
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
    "tickets.assign": {
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
                "application/json": components["schemas"]["TicketAssignment"];
            };
        };
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
    "tickets.transfer": {
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
                "application/json": components["schemas"]["TicketTransfer"];
            };
        };
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
    "tickets.hold": {
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
                "application/json": components["schemas"]["Hold"];
            };
        };
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
    "tickets.handOver": {
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
                "application/json": components["schemas"]["HandOver"];
            };
        };
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
    "tickets.snooze": {
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
                "application/json": components["schemas"]["TicketSnooze"];
            };
        };
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
    "tickets.reopen": {
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
    "tickets.markUnread": {
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
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Closing"] | null;
            };
        };
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
    "tickets.addParticipant": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticket_id: string;
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
    "tickets.removeParticipant": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticket_id: string;
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
    "tickets.listAttachments": {
        parameters: {
            query?: {
                /** @description Files of this kind only */
                kind?: ("image" | "audio" | "video" | "document" | "sticker") | null;
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
    "tickets.listTemplates": {
        parameters: {
            query?: {
                /** @description A part of the name */
                q?: string | null;
                /** @description Such as `pt_BR` */
                language?: string | null;
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
                    "application/json": components["schemas"]["Page_SendableTemplate_"];
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
    "messages.resend": {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, such as a UUID: for a day the same request under the same key is done once, and answered the same each time (`Idempotency-Replayed: true`) */
                "idempotency-key"?: string | null;
            };
            path: {
                message_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MessageResend"];
            };
        };
        responses: {
            /** @description It was sent before */
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
    "messages.forward": {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, such as a UUID: for a day the same request under the same key is done once, and answered the same each time (`Idempotency-Replayed: true`) */
                "idempotency-key"?: string | null;
            };
            path: {
                message_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MessageForward"];
            };
        };
        responses: {
            /** @description It was sent before */
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
            header?: {
                /** @description Of your own making, such as a UUID: for a day the same request under the same key is done once, and answered the same each time (`Idempotency-Replayed: true`) */
                "idempotency-key"?: string | null;
            };
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
            header?: {
                /** @description The `ETag` that you read, which is the `revision` in quotes; 412 if it has changed */
                "if-match"?: string | null;
            };
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
            412: components["responses"]["RevisionChanged"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "tags.update": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you read, which is the `revision` in quotes; 412 if it has changed */
                "if-match"?: string | null;
            };
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
            412: components["responses"]["RevisionChanged"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedType"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "notes.add": {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, such as a UUID: for a day the same request under the same key is done once, and answered the same each time (`Idempotency-Replayed: true`) */
                "idempotency-key"?: string | null;
            };
            path: {
                ticket_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoteCreate"];
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
    "notes.remove": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                note_id: string;
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
    "notes.update": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                note_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoteUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
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
    "mentions.list": {
        parameters: {
            query?: {
                /** @description Only those that you have not read */
                unread?: boolean;
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
                    "application/json": components["schemas"]["Page_MentionRead_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "mentions.count": {
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
                    "application/json": components["schemas"]["MentionCounts"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "mentions.markRead": {
        parameters: {
            query?: {
                /** @description Only those in this ticket */
                ticketId?: string | null;
            };
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
    "views.list": {
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
                    "application/json": components["schemas"]["Page_ViewRead_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "views.create": {
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
                "application/json": components["schemas"]["ViewCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewRead"];
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
    "views.delete": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you read, which is the `revision` in quotes; 412 if it has changed */
                "if-match"?: string | null;
            };
            path: {
                view_id: string;
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
    "views.update": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you read, which is the `revision` in quotes; 412 if it has changed */
                "if-match"?: string | null;
            };
            path: {
                view_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewRead"];
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
    "quickReplies.list": {
        parameters: {
            query?: {
                /** @description How the shortcut begins, or words */
                q?: string | null;
                /** @description The company's only, or one's own only */
                shared?: boolean | null;
                /** @description Those that are offered in this queue */
                queueId?: string | null;
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
                    "application/json": components["schemas"]["Page_QuickReplyRead_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "quickReplies.create": {
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
                "application/json": components["schemas"]["QuickReplyCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuickReplyRead"];
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
    "quickReplies.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                quick_reply_id: string;
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
                    "application/json": components["schemas"]["QuickReplyRead"];
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
    "quickReplies.delete": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you read, which is the `revision` in quotes; 412 if it has changed */
                "if-match"?: string | null;
            };
            path: {
                quick_reply_id: string;
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
    "quickReplies.update": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you read, which is the `revision` in quotes; 412 if it has changed */
                "if-match"?: string | null;
            };
            path: {
                quick_reply_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuickReplyUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuickReplyRead"];
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
    "quickReplies.render": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                quick_reply_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuickReplyRender"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuickReplyRendered"];
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
    "macros.list": {
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
                    "application/json": components["schemas"]["Page_MacroRead_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "macros.create": {
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
                "application/json": components["schemas"]["MacroCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MacroRead"];
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
    "macros.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                macro_id: string;
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
                    "application/json": components["schemas"]["MacroRead"];
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
    "macros.delete": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you read, which is the `revision` in quotes; 412 if it has changed */
                "if-match"?: string | null;
            };
            path: {
                macro_id: string;
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
    "macros.update": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you read, which is the `revision` in quotes; 412 if it has changed */
                "if-match"?: string | null;
            };
            path: {
                macro_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MacroUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MacroRead"];
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
    "automations.list": {
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
                    "application/json": components["schemas"]["Page_AutomationRead_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "automations.create": {
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
                "application/json": components["schemas"]["AutomationCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationRead"];
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
    "automations.order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AutomationOrder"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AutomationRead_"];
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
    "automations.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                automation_id: string;
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
                    "application/json": components["schemas"]["AutomationRead"];
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
    "automations.delete": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you read, which is the `revision` in quotes; 412 if it has changed */
                "if-match"?: string | null;
            };
            path: {
                automation_id: string;
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
    "automations.update": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you read, which is the `revision` in quotes; 412 if it has changed */
                "if-match"?: string | null;
            };
            path: {
                automation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AutomationUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationRead"];
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
    "automations.listRuns": {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                cursor?: string | null;
                /** @description Items per page */
                limit?: number;
            };
            header?: never;
            path: {
                automation_id: string;
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
    "automations.test": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                automation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AutomationTest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationTested"];
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
    "macros.run": {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, such as a UUID: for a day the same request under the same key is done once, and answered the same each time (`Idempotency-Replayed: true`) */
                "idempotency-key"?: string | null;
            };
            path: {
                ticket_id: string;
                macro_id: string;
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
    "satisfaction.list": {
        parameters: {
            query?: {
                /** @description Some of 1 to 5 */
                score?: number[] | null;
                agentId?: string | null;
                queueId?: string | null;
                channelId?: string | null;
                /** @description With a comment only, or without one */
                commented?: boolean | null;
                /** @description Inclusive */
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
                    "application/json": components["schemas"]["Page_RatingRead_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "satisfaction.listPolicies": {
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
                    "application/json": components["schemas"]["Page_SatisfactionPolicyRead_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "satisfaction.createPolicy": {
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
                "application/json": components["schemas"]["SatisfactionPolicyCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SatisfactionPolicyRead"];
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
    "satisfaction.deletePolicy": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you read, which is the `revision` in quotes; 412 if it has changed */
                "if-match"?: string | null;
            };
            path: {
                satisfaction_policy_id: string;
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
    "satisfaction.updatePolicy": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you read, which is the `revision` in quotes; 412 if it has changed */
                "if-match"?: string | null;
            };
            path: {
                satisfaction_policy_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SatisfactionPolicyUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SatisfactionPolicyRead"];
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
    "satisfaction.ofTicket": {
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
                    "application/json": components["schemas"]["RatingRead"];
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
    "sla.listPolicies": {
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
                    "application/json": components["schemas"]["Page_SlaPolicyRead_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "sla.createPolicy": {
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
                "application/json": components["schemas"]["SlaPolicyCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SlaPolicyRead"];
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
    "sla.deletePolicy": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you read, which is the `revision` in quotes; 412 if it has changed */
                "if-match"?: string | null;
            };
            path: {
                sla_policy_id: string;
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
    "sla.updatePolicy": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you read, which is the `revision` in quotes; 412 if it has changed */
                "if-match"?: string | null;
            };
            path: {
                sla_policy_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SlaPolicyUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SlaPolicyRead"];
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
    "sla.ofTicket": {
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
                    "application/json": components["schemas"]["TicketSlaRead"];
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
    "queues.list": {
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
                    "application/json": components["schemas"]["Page_QueueRead_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "queues.create": {
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
                "application/json": components["schemas"]["QueueCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueRead"];
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
    "queues.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                queue_id: string;
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
                    "application/json": components["schemas"]["QueueRead"];
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
    "queues.archive": {
        parameters: {
            query?: {
                /** @description Where its tickets move; absent: to no queue */
                targetQueueId?: string | null;
            };
            header?: {
                /** @description The `ETag` that you read, which is the `revision` in quotes; 412 if it has changed */
                "if-match"?: string | null;
            };
            path: {
                queue_id: string;
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
    "queues.update": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you read, which is the `revision` in quotes; 412 if it has changed */
                "if-match"?: string | null;
            };
            path: {
                queue_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QueueUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueRead"];
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
    "queues.opening": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                queue_id: string;
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
                    "application/json": components["schemas"]["OpeningRead"];
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
    "queues.listMembers": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                queue_id: string;
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
                    "application/json": components["schemas"]["Page_MemberRead_"];
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
    "queues.addMember": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                queue_id: string;
                member_id: string;
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
                    "application/json": components["schemas"]["QueueRead"];
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
    "queues.removeMember": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                queue_id: string;
                member_id: string;
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
                    "application/json": components["schemas"]["QueueRead"];
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
    "policies.get": {
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
                    "application/json": components["schemas"]["PoliciesRead"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "policies.update": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you read, which is the `revision` in quotes; 412 if it has changed */
                "if-match"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PoliciesUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PoliciesRead"];
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
    "policies.listChannels": {
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
                    "application/json": components["schemas"]["Page_ChannelPoliciesRead_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "policies.getChannel": {
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
                    "application/json": components["schemas"]["ChannelPoliciesRead"];
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
    "policies.resetChannel": {
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
    "policies.updateChannel": {
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
                "application/json": components["schemas"]["ChannelPoliciesUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelPoliciesRead"];
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
    "presence.list": {
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
                    "application/json": components["schemas"]["Page_PresenceRead_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "presence.choose": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PresenceUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PresenceRead"];
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
    "live.get": {
        parameters: {
            query?: {
                /** @description Only what is on this channel */
                channelId?: string | null;
                /** @description Of tickets: only those of this queue */
                queueId?: string | null;
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
                    "application/json": components["schemas"]["LiveRead"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "search.messages": {
        parameters: {
            query?: {
                /** @description Words, of which a message has all; `"in quotes"` in this order. Without any: nothing */
                q?: string;
                contactId?: string | null;
                ticketId?: string | null;
                channelId?: string | null;
                /** @description The agent who wrote it */
                authorId?: string | null;
                /** @description Who has its ticket */
                assigneeId?: string | null;
                /** @description Of its ticket */
                queueId?: string | null;
                /** @description Of its ticket */
                tagId?: string | null;
                /** @description As of messages */
                kind?: string | null;
                /** @description Sent then or later */
                from?: string | null;
                /** @description Sent before */
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
                    "application/json": components["schemas"]["Page_FoundMessage_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "bulk.contacts": {
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
                "application/json": components["schemas"]["TagContacts"] | components["schemas"]["UntagContacts"] | components["schemas"]["BlockContacts"] | components["schemas"]["DeleteContacts"] | components["schemas"]["ExportContacts"];
            };
        };
        responses: {
            /** @description This client key was used for this request before */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkProgress"];
                };
            };
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkProgress"];
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
    "bulk.tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkTicketsBody"];
            };
        };
        responses: {
            /** @description This client key was used for this request before */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkProgress"];
                };
            };
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkProgress"];
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
    "bulk.list": {
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
                    "application/json": components["schemas"]["Page_BulkProgress_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "bulk.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                bulk_id: string;
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
                    "application/json": components["schemas"]["BulkRead"];
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
    "bulk.cancel": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                bulk_id: string;
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
                    "application/json": components["schemas"]["BulkRead"];
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
    "bulk.file": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                bulk_id: string;
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
    "bulk.linkFile": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                bulk_id: string;
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
    "drafts.list": {
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
                    "application/json": components["schemas"]["Page_DraftRead_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "drafts.get": {
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
                    "application/json": components["schemas"]["DraftRead"];
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
    "drafts.write": {
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
                "application/json": components["schemas"]["DraftWrite"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftRead"];
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
    "drafts.remove": {
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
    "webhooks.list": {
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
                    "application/json": components["schemas"]["WebhookList"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "webhooks.create": {
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
                "application/json": components["schemas"]["WebhookCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecret"];
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
    "webhooks.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
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
                    "application/json": components["schemas"]["WebhookRead"];
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
    "webhooks.delete": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you read, which is the `revision` in quotes; 412 if it has changed */
                "if-match"?: string | null;
            };
            path: {
                webhook_id: string;
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
    "webhooks.update": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you read, which is the `revision` in quotes; 412 if it has changed */
                "if-match"?: string | null;
            };
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookRead"];
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
    "webhooks.rotateSecret": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookRotate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecret"];
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
    "webhooks.test": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
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
                    "application/json": components["schemas"]["DeliveryRead"];
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
    "webhooks.listDeliveries": {
        parameters: {
            query?: {
                /** @description Only those that stand so */
                status?: ("waiting" | "delivered" | "failed" | "dropped") | null;
                /** @description `nextCursor` of the page before */
                cursor?: string | null;
                /** @description Items per page */
                limit?: number;
            };
            header?: never;
            path: {
                webhook_id: string;
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
                    "application/json": components["schemas"]["Page_DeliveryRead_"];
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
    "webhooks.getDelivery": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
                delivery_id: string;
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
                    "application/json": components["schemas"]["DeliveryRead"];
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
    "webhooks.redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
                delivery_id: string;
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
                    "application/json": components["schemas"]["DeliveryRead"];
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
    "scheduledMessages.listOfTicket": {
        parameters: {
            query?: {
                status?: components["schemas"]["ScheduledStatus"] | null;
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
                    "application/json": components["schemas"]["Page_ScheduledMessageRead_"];
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
    "scheduledMessages.create": {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, such as a UUID: for a day the same request under the same key is done once, and answered the same each time (`Idempotency-Replayed: true`) */
                "idempotency-key"?: string | null;
            };
            path: {
                ticket_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduledMessageCreate"];
            };
        };
        responses: {
            /** @description This client message id was used for it before */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduledMessageRead"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduledMessageRead"];
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
    "scheduledMessages.list": {
        parameters: {
            query?: {
                status?: components["schemas"]["ScheduledStatus"] | null;
                authorId?: string | null;
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
                    "application/json": components["schemas"]["Page_ScheduledMessageRead_"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidInput"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    "scheduledMessages.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                scheduled_id: string;
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
                    "application/json": components["schemas"]["ScheduledMessageRead"];
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
    "scheduledMessages.cancel": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you read, which is the `revision` in quotes; 412 if it has changed */
                "if-match"?: string | null;
            };
            path: {
                scheduled_id: string;
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
    "scheduledMessages.update": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you read, which is the `revision` in quotes; 412 if it has changed */
                "if-match"?: string | null;
            };
            path: {
                scheduled_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduledMessageUpdate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduledMessageRead"];
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
