#!/usr/bin/env python3
"""Builds the fuzzers. It compiles this project's modules again, with AddressSanitizer and libFuzzer's coverage, and links the
dependencies from `make build-tests`. Swift's package manager can't instrument only some modules, and compiling the
dependencies a second time would take longer than the fuzzing.

Usage: build.py [TARGET...]      default: all targets; the programs are in Fuzz/.build
"""
import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
OUT = HERE / ".build"
RELEASE = ROOT / ".build" / "x86_64-unknown-linux-gnu" / "release"
if not RELEASE.exists():
    RELEASE = (ROOT / ".build" / "release").resolve()
SANITIZERS = ["-sanitize=fuzzer,address"]
NEEDS = {
    "Token": ["Corpus"],
    "Chunks": ["Corpus", "Chunking"],
    "FrontMatter": ["Corpus", "Chunking"],
    "Tensors": ["Corpus", "LinearAlgebra", "Embedding"],
    "Index": ["Corpus", "LinearAlgebra", "Indexing"],
    "Exchange": [
        "Corpus", "LinearAlgebra", "Watching", "Chunking", "Embedding", "Indexing", "Storage", "Coherence", "Freshet"],
    "Configuration": [
        "Corpus", "LinearAlgebra", "Watching", "Chunking", "Embedding", "Indexing", "Storage", "Coherence", "Freshet", "Wire",
        "FreshetCommand"],
}
# Every module that makes files.
for modules in NEEDS.values():
    if "Indexing" in modules:
        modules.insert(1, "Files")
# Compiler arguments of the package manager that this script drops, mainly output options.
WITH_VALUE = {"-emit-module-path", "-output-file-map", "-num-threads", "-emit-objc-header-path", "-index-store-path", "-module-name"}
ALONE = {
    "-emit-dependencies", "-emit-module", "-c", "-emit-objc-header", "-parseable-output", "-serialize-diagnostics",
    "-warnings-as-errors", "-j2"}


def module_name(folder):
    """The module in a folder of Sources: the package's name stands before it."""
    return folder if folder.startswith("Freshet") else f"Freshet{folder}"


def arguments(module):
    text = (ROOT / ".build" / "release.yaml").read_text()
    found = re.search(rf'"C\.{module_name(module)}-[^"]*-release\.module":\n(?:.*\n)*?    args: (\[.*\])', text)
    if not found:
        sys.exit(f"nothing is known of {module}: run `make build-tests` first")
    kept, given = [], json.loads(found.group(1))[1:]
    while given:
        word = given.pop(0)
        if word in WITH_VALUE:
            given.pop(0)
        elif word not in ALONE and not word.startswith("@") and not re.fullmatch(r"-j\d+", word):
            kept.append(word)
    return kept


def run(*words):
    subprocess.run([str(word) for word in words], check=True, cwd=ROOT)


def compile_module(module):
    product = OUT / f"{module}.o"
    sources = sorted((ROOT / "Sources" / module).rglob("*.swift"))
    if product.exists() and all(source.stat().st_mtime < product.stat().st_mtime for source in sources):
        return product
    print("compiling", module, flush=True)
    run("swiftc", "-module-name", module_name(module), *arguments(module), *SANITIZERS, "-suppress-warnings", "-c", "-o", product, *sources)
    return product


def compile_kernels():
    objects = []
    folder = ROOT / "Sources" / "CKernels"
    for source in sorted(folder.rglob("*.c")):
        product = OUT / f"CKernels-{source.stem}.o"
        if not product.exists() or source.stat().st_mtime > product.stat().st_mtime:
            run("clang", "-O2", "-g", "-fsanitize=address,fuzzer-no-link", "-I", folder / "include", "-c", source, "-o", product)
        objects.append(product)
    return objects


def is_dependency(name):
    return name == "FreshetSystem" or not name.startswith("Freshet")


def dependencies():
    """Object files of the dependencies."""
    tests = {path.name for path in (ROOT / "Tests").iterdir()}
    folders = [path for path in RELEASE.glob("*.build") if path.stem not in tests and is_dependency(path.stem)]
    objects = [path for folder in folders for path in folder.rglob("*.o")]
    # For a module that is compiled as a whole, all but one object file are empty, as their size shows.
    return sorted(objects)


def main():
    OUT.mkdir(exist_ok=True)
    kernels, others = compile_kernels(), dependencies()
    archive = OUT / "dependencies.a"
    archive.unlink(missing_ok=True)
    run("llvm-ar", "rcs", archive, *others) if len(others) else sys.exit("no dependencies: run `make build-tests` first")
    for target in sys.argv[1:] or NEEDS:
        modules = NEEDS[target]
        objects = [compile_module(module) for module in modules]
        needed = arguments(modules[-1])
        run(
            "swiftc", "-module-name", f"Fuzz{target}", *needed, *SANITIZERS, "-suppress-warnings", HERE / "Targets" / "Scratch.swift", HERE / "Targets" / f"{target}.swift",
            *objects, *kernels, archive, "-lblas", "-lcmark-gfm", "-lcmark-gfm-extensions", "-lsqlite3", "-lstdc++", "-lm",
            "-o", OUT / target)
        print("built", OUT / target, flush=True)


main()
