"""The servers that keep data: sessions that know their tenant, batches, leases, migrations, and users."""
