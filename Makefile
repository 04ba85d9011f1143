# Two commands do all the set-up: `make demo` and `make test`. Steps that are done already are skipped.

SWIFT ?= swift
# Tests look into modules, in release too (decision 0007). One set of flags for all, so that nothing is built twice.
FLAGS := -c release -Xswiftc -enable-testing
BUILD := $(SWIFT) build $(FLAGS)
FRESHET := .build/release/freshet
# Without a limit, all tests begin at once: they wait minutes for their turn, and hold more files open than Foundation's
# Process can bear (it reads /proc/self/fd past the end of a buffer).
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH ?= 16

.PHONY: demo test check importer format lint documentation man build system test-system soak-system model schemas soak bench clean

demo: build model ## index SampleCorpus, ask it, change a document, audit before and after
	@.ci/demo $(FRESHET)

# The command's tests wait for processes on threads that tests of watches need, so they come after the others.
test: build-tests model test-system schemas ## everything that is tested
	$(SWIFT) test $(FLAGS) --skip-build --skip '^CommandTests\.'
	$(SWIFT) test $(FLAGS) --skip-build --filter '^CommandTests\.'

check: system lint build-checked importer documentation test ## what CI runs

build: system ## the freshet command
	$(BUILD) --product freshet

build-tests: system
	$(BUILD) --build-tests

# Warnings are errors in Package.swift; here every import must also be declared there.
build-checked: system
	$(BUILD) --build-tests --explicit-target-dependency-import-check error

importer: ## somebody else's package depends on this one by version
	@.ci/importer

documentation: ## the library's articles and symbols, of the modules that were built last; a warning is an error
	@SWIFT=$(SWIFT) .ci/documentation

man: build ## the manual page: .build/freshet.1
	@.ci/man-page $(FRESHET) .build/freshet.1

system: ## Debian's packages
	@.ci/system-packages

test-system: ## Debian's packages for the tests
	@.ci/system-packages --tests

model: system ## the model's files, into the user's cache
	@.ci/fetch-model

soak-system: ## Debian's packages for the exercises
	@.ci/system-packages --soak

schemas: test-system ## what the tests check the audit's formats with, into the user's cache
	@.ci/fetch-schemas

lint: ## the code's format, and the prose's words and width
	@.ci/prose
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources

format:
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources

soak: build build-tests soak-system ## kills, faults, several processes, random operations, hostile input, fuzzers and long simulations; about three hours
	@Benchmarks/kill-soak.sh $(FRESHET) 20
	@Benchmarks/hostile/commands.py $(FRESHET) 20000
	@Benchmarks/hostile/fields.py $(FRESHET) 1500
	@Fuzz/run.sh 600
	@.ci/importer build
	@Benchmarks/watching/operations.py $(FRESHET) 1000
	@Benchmarks/watching/kills.py $(FRESHET) 100
	@Benchmarks/watching/processes.py $(FRESHET) 2 60
	@Benchmarks/watching/processes.py $(FRESHET) 4 60
	@Benchmarks/watching/overflow.py $(FRESHET) 50000
	@Benchmarks/watching/borders.py $(FRESHET)
	@Benchmarks/replicas/kills.py $(FRESHET) 100
	@Benchmarks/watching/faults.py $(FRESHET)
	@Benchmarks/watching/monitor.py $(FRESHET) lost 60
	@Benchmarks/watching/monitor.py $(FRESHET) silent 200
	@Benchmarks/watching/monitor.py $(FRESHET) load 600
	FRESHET_HISTORIES=400000 FRESHET_STORMS=200 $(SWIFT) test $(FLAGS) --skip-build --filter "SimulationTests|WatcherConvergenceTests"

bench: build model ## the figures of docs/RESULTS.md and Benchmarks/Results; hours, and some gigabytes
	@Benchmarks/similarity/run.sh
	@Benchmarks/run.sh $(FRESHET)
	@Benchmarks/watching/barrier.py $(FRESHET) 2000 lexical
	@Benchmarks/watching/barrier.py $(FRESHET) 2000 vector
	@Benchmarks/watching/cost.py $(FRESHET)
	@Benchmarks/replicas/sync.py $(FRESHET)
	$(SWIFT) build -c release --package-path Benchmarks --product audit-bench
	@Benchmarks/nothing-to-do.sh $(FRESHET) 10000 21 Benchmarks/.build/release/audit-bench
	@Benchmarks/verify-speed.sh $(FRESHET)

clean:
	rm -rf .build
