"""What is made of files: small pictures to show, lengths and sizes, voice notes as WhatsApp takes them.

Files come from anybody, and what reads them is large and written in C. So each is read in a process of its
own, which has no secrets, opens no file and no address by a name, and ends when it takes too much time or
memory (`gateway.renditions.confined`); a file that ends it costs nothing but its own picture.
`gateway.renditions.making` starts these processes.
"""
