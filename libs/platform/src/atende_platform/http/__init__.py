"""HTTP as all services speak it: models, problems, bodies, pages, headers, and who may call a route."""
