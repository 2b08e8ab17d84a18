"""The demo: runs the product's main scenario through its public edges and reconciles the results.

Three customers write in, an agent answers, 1,000 contacts are imported, a campaign runs, some
recipients opt out. Then what the services say is compared with what the simulator accepted.
"""
