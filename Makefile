# Two commands do all the set-up: `make demo` and `make test`. Steps that are done already are skipped.

SWIFT ?= swift
BUILD := $(SWIFT) build -c release
FRESHET := .build/release/freshet

.PHONY: demo test check format lint build system model soak bench clean

demo: build model ## index SampleCorpus, ask it, change a document, audit before and after
	@.ci/demo $(FRESHET)

test: build-tests model ## everything that is tested
	$(SWIFT) test -c release --skip-build

check: system lint build-checked test ## what CI runs

build: system ## the freshet command
	$(BUILD) --product freshet

build-tests: system
	$(BUILD) --build-tests

# Warnings are errors in Package.swift; here every import must also be declared there.
build-checked: system
	$(BUILD) --build-tests --explicit-target-dependency-import-check error

system: ## Debian's packages
	@.ci/system-packages

model: system ## the model's files, into the user's cache
	@.ci/fetch-model

lint:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources

format:
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources

soak: build ## kill a reindexing at random moments and compare with an undisturbed run
	@Benchmarks/kill-soak.sh $(FRESHET) 20

bench: build model ## the figures of docs/RESULTS.md
	@Benchmarks/run.sh $(FRESHET)

clean:
	rm -rf .build
