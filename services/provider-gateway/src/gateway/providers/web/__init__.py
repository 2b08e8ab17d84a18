"""WhatsApp Web: all that we know of its messages. The sockets are the bridge's, what to do with them `sessions`'.

inbound                   lines of the bridge as events; `WebInbound.read` is where to begin
keys, jids, account       whose a message is: people by phone and LID, groups, the account itself
writing, contents, stubs, vcards    what it says
records, history, statuses          what is no customer's message: the phone's, what was before, receipts
files, media              where a message's file is, and how it is fetched and decrypted
ids                       the ids of our own messages
"""
