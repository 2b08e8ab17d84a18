"""The demo: plays the product's main job through its public edges, and checks the books afterwards.

Three customers write in, an agent answers, 1,000 contacts are imported, a campaign runs, some
recipients opt out. Then what the services say is compared with what the simulator accepted.
"""
