# Every target installs its requirements first, if they are missing.
.DEFAULT_GOAL := help
SHELL := /bin/sh
ENV := . scripts/env.sh

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Build and serve the demo on http://127.0.0.1:8080
	@scripts/setup.sh build
	@$(ENV) && cargo xtask build
	@target/dist/earshot serve --demo --data target/demo-data

build: ## Build the release binary target/dist/earshot
	@scripts/setup.sh release
	@$(ENV) && cargo xtask build --release

dev: ## Serve the demo, and rebuild it whenever a file changes
	@scripts/setup.sh build
	@$(ENV) && scripts/dev.sh

fmt: ## Format the Rust code
	@scripts/setup.sh fmt
	@$(ENV) && cargo fmt --all

check: ## Check formatting, structure, documents, lints and dependencies
	@scripts/setup.sh check
	@$(ENV) && scripts/check.sh

test-unit: ## Run the unit tests, and the contract tests on SQLite: under a minute once compiled
	@scripts/setup.sh build
	@$(ENV) && scripts/test.sh unit

test-rust: ## Run all Rust tests, on both databases
	@scripts/setup.sh test-rust
	@$(ENV) && scripts/test.sh rust

test: ## Run all tests, on both databases and in a browser
	@scripts/setup.sh test
	@$(ENV) && scripts/test.sh all

bench: ## Measure against sqlite3, Datasette, psql and pdfkit, and print a table
	@scripts/setup.sh bench
	@$(ENV) && scripts/bench.sh

bench-redaction: ## Measure redaction on labelled dialogues against other programs, and print a table
	@scripts/setup.sh bench-redaction
	@$(ENV) && scripts/bench-redaction.sh

clean: ## Remove build output, installed tools and the demo's data from this folder
	@rm -rf target end2end/node_modules end2end/test-results

.PHONY: help run build dev fmt check test-unit test-rust test bench bench-redaction clean
