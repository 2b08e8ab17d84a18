"""All SQL of the gateway.

`channels` is bound to a company for the API and offers lookups over all companies for the edges that
have no company yet; `ledger`, `statuses` and `projections` are set-based worker SQL over trusted
events of many companies, each statement joined on ``company_id``.
"""
