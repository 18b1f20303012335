# 一致 Yizhi. `make` prints what there is. Needed: Python 3.11 or newer, make, and a package index.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

VENV ?= .venv
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
SELF := --no-deps --no-build-isolation --editable .
WORKERS ?= 2
# versions and hashes only: they hold for any package index, and name none
LOCK := --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate

##@ 使用 Use

.PHONY: help setup run
help: ## 列出所有命令 print this list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z][a-z.-]*:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.runtime ## 安装（锁定版本，逐个校验哈希） install what running needs, by locked hashes

run: $(VENV)/.runtime .env ## 建库、载入示例目录、启动服务 sample catalogue and server on 127.0.0.1:8000
	$(BIN)/yizhi migrate upgrade
	$(BIN)/yizhi sample load
	$(BIN)/yizhi serve

##@ 检查 Check

.PHONY: test check format-check lint types contracts generated compose
test: $(VENV)/.developer ## 运行全部测试（SQLite 与 PostgreSQL） run all tests, on SQLite and PostgreSQL
	$(BIN)/pytest -n $(WORKERS)

check: format-check lint types contracts generated compose test ## 提交前的全部检查 what CI runs

format-check: $(VENV)/.developer
	$(BIN)/ruff format --check .

lint: $(VENV)/.developer
	$(BIN)/ruff check .

types: $(VENV)/.developer
	$(BIN)/mypy

contracts: $(VENV)/.developer
	$(BIN)/lint-imports --no-cache

generated: $(VENV)/.developer
	$(BIN)/yizhi generate --check

compose: $(VENV)/.developer
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml

##@ 开发 Develop

.PHONY: develop format generate bench peers lock build clean
develop: $(VENV)/.developer ## 安装开发工具 install what developing needs

format: $(VENV)/.developer ## 统一格式 format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

generate: $(VENV)/.developer ## 由代码生成文档 write the pages that come from the code
	$(BIN)/yizhi generate

bench: $(VENV)/.peers ## 性能对比（约半小时） measure against peers and limits; takes half an hour
	$(BIN)/python -m bench all

peers: $(VENV)/.peers ## 安装 bench 对比的校验工具 install what the audit is measured against; heavy

lock: $(VENV)/.developer ## 更新锁定的版本 renew the lock files
	$(BIN)/uv pip compile $(LOCK) --extra build pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile $(LOCK) --extra build --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	$(BIN)/uv pip compile $(LOCK) --all-extras -c requirements-dev.lock pyproject.toml -o requirements-bench.lock

build: $(VENV)/.developer ## 打包 build the wheel
	$(BIN)/python -m hatchling build -t wheel

clean: ## 删除所有生成物，保留数据库和密钥 remove what was made, but not the database nor the key
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11 或更新版本 Python 3.11 or newer is needed" >&2; exit 3; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock | $(BIN)/python
	test -e $(VENV)/.developer || $(PIP) install --require-hashes -r requirements.lock
	test -e $(VENV)/.developer || $(PIP) install $(SELF)
	@touch $@

$(VENV)/.developer: requirements-dev.lock | $(BIN)/python
	$(PIP) install --require-hashes -r requirements-dev.lock
	$(PIP) install $(SELF)
	@touch $@

$(VENV)/.peers: requirements-bench.lock $(VENV)/.developer
	$(PIP) install --require-hashes -r requirements-bench.lock
	@touch $@

.env:
	@umask 077; $(BIN)/python -c 'import secrets; print("YIZHI_WRITE_KEY=" + secrets.token_urlsafe(32))' > .env
	@echo "已生成写入密钥，存于 .env，只显示这一次 the write key, kept in .env and shown once:"
	@cat .env
