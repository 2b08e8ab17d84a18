"""All SQL of the service.

Classes bound to ``(session, company_id)`` serve the API; module functions serve the engine and the
consumers, whose sessions see every company and which therefore always name it.
"""
