"""The role that holds WhatsApp Web sessions: it leases them, opens them over a bridge and keeps their keys.

runner      which sessions this process holds, and what it does about them
held        one session: its lines to and from the bridge, in order
store       its credentials and Signal keys
pairing     codes to link a phone with, on their way to people
gate        how fast sessions are opened
sending     sends what the ledger has for them, at the pace of `pacing` (kept by `paces`)
wire        what is said to the bridge about one of them
addresses   where people are written to
files       files of messages, where the bridge can read them
signals     read receipts and typing that other processes ask for
"""
