"""Companies, their users, and who is signed in: the only service that knows passwords and signs tokens.

Other services never ask it anything: they verify its access tokens offline against the key set it
publishes, and learn about companies from `company.changed`.
"""
