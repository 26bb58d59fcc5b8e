# Every target sets up what it needs; a second run finds it there.
.DEFAULT_GOAL := help
SHELL := /bin/sh
ENV := . scripts/env.sh

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Build what is missing and open the demo on http://127.0.0.1:8080
	@scripts/setup.sh build
	@$(ENV) && cargo xtask build
	@target/dist/earshot serve --demo --data target/demo-data

build: ## Make target/dist/earshot as it is shipped
	@scripts/setup.sh release
	@$(ENV) && cargo xtask build --release

dev: ## Build and serve the demo again whenever a file changes
	@scripts/setup.sh build
	@$(ENV) && scripts/dev.sh

fmt: ## Format the Rust code
	@scripts/setup.sh fmt
	@$(ENV) && cargo fmt --all

check: ## Formatting, lints, structure, dependencies, and that nothing of the server reaches the browser
	@scripts/setup.sh check
	@$(ENV) && scripts/check.sh

test-unit: ## Run the unit tests, and the store's on SQLite: under a minute once compiled
	@scripts/setup.sh build
	@$(ENV) && scripts/test.sh unit

test-rust: ## Run every test of Rust, on both databases
	@scripts/setup.sh test-rust
	@$(ENV) && scripts/test.sh rust

test: ## Run every test, on both databases and in a real browser
	@scripts/setup.sh test
	@$(ENV) && scripts/test.sh all

bench: ## Measure against sqlite3, Datasette, psql and pdfkit, and print the table
	@scripts/setup.sh bench
	@$(ENV) && scripts/bench.sh

clean: ## Remove what was built and installed in this folder, the demo's data too
	@rm -rf target end2end/node_modules end2end/test-results

.PHONY: help run build dev fmt check test-unit test-rust test bench clean
