PYTHON ?= python3
export ARGS BESIDE HOOK MINUTES PORT SIZE
.DEFAULT_GOAL := help
.PHONY: help demo plan test unit test-odoo test-queue-job test-privacy
.PHONY: test-holidays test-updates test-apps lint readme bench bench-scale
.PHONY: bench-screen bench-ledger bench-reports bench-team stress pictures rooms compat clean

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 20

demo: ## serve Odoo with the add-on and demo data (PORT=8069)
	@$(PYTHON) -m dev demo

plan: ## print the demo salesperson's plan and end
	@$(PYTHON) -m dev plan

test: ## lint, then test the planner, then test inside Odoo (ARGS="-k name")
	@$(PYTHON) -m dev test

unit: ## test the planner alone, without Odoo
	@$(PYTHON) -m dev unit

test-odoo: ## test inside Odoo alone (ARGS="-k name")
	@$(PYTHON) -m dev test-odoo

test-queue-job: ## test the module that joins OCA's queue_job
	@$(PYTHON) -m dev test-queue-job

test-privacy: ## test the modules that join Odoo's and OCA's privacy tools
	@$(PYTHON) -m dev test-privacy

test-holidays: ## test the modules that join OCA's public holidays and flexible hours
	@$(PYTHON) -m dev test-holidays

test-updates: ## install, use, uninstall, install, update: what is left, what comes back
	@$(PYTHON) -m dev test-updates

test-apps: ## test activities on documents of Odoo's own apps (about 10 minutes)
	@$(PYTHON) -m dev test-apps

lint: ## run the hooks of pre-commit on all files: linters, formatters (HOOK=name)
	@$(PYTHON) -m dev lint

readme: ## make each module's README.rst and index.html anew from its readme/
	@export HOOK=oca-gen-addon-readme; $(PYTHON) -m dev lint || $(PYTHON) -m dev lint

bench: ## measure side by side with stock Odoo (SIZE=…, from 10000 on a whole company)
	@$(PYTHON) -m dev bench

bench-scale: ## measure a whole company, with and without the add-on (SIZE=100000)
	@$(PYTHON) -m dev bench-scale

bench-screen: ## measure My Day in a browser beside stock Odoo (SIZE=…)
	@$(PYTHON) -m dev bench-screen

bench-ledger: ## measure what the promise log adds to making activities
	@$(PYTHON) -m dev bench-ledger

bench-reports: ## measure the opening of the reports on a million promises (SIZE=…)
	@$(PYTHON) -m dev bench-reports

bench-team: ## measure the Team day of many salespeople (SIZE=…)
	@$(PYTHON) -m dev bench-team

stress: ## let eight people and two planners work at once (MINUTES=20)
	@$(PYTHON) -m dev stress

pictures: ## take the pictures of docs/screen anew (5 minutes)
	@$(PYTHON) -m dev pictures

rooms: ## draw the picture of docs/ARCHITECTURE.md from the code's imports
	@$(PYTHON) -m dev rooms

compat: ## run Odoo's own tests with and without the add-on (BESIDE="more,apps")
	@$(PYTHON) -m dev compat

clean: ## stop the database and remove all that was fetched or made
	@$(PYTHON) -m dev clean
