// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let log: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let metricsTestKit: Target.Dependency = .product(name: "MetricsTestKit", package: "swift-metrics")
let nio: [Target.Dependency] = ["NIOCore", "NIOPosix", "NIOHTTP1"].map { .product(name: $0, package: "swift-nio") }
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let toml: Target.Dependency = .product(name: "TOMLKit", package: "TOMLKit")
let yaml: Target.Dependency = .product(name: "Yams", package: "Yams")
let arguments: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")

// What modules that were compiled for the shared libraries don't name: Foundation's parts need each other in a circle.
let staticRuntime =
  ["-static-stdlib", "-use-ld=lld", "-Xlinker", "--start-group"]
  + ["CoreFoundation", "_FoundationICU", "_FoundationCShims", "_FoundationCollections"].map { "-l" + $0 }
  + [
    "-lFoundation", "-lFoundationInternationalization", "-lFoundationEssentials", "-Xlinker", "--end-group", "-lstdc++",
    "-Xlinker", "--no-export-dynamic",
  ]

let package = Package(
  name: "Freshet",
  products: [
    .library(name: "Freshet", targets: ["Freshet"]),
    .library(name: "FreshetIndexing", targets: ["FreshetIndexing", "FreshetCorpus"]),
    .executable(name: "freshet", targets: ["FreshetProgram"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    .systemLibrary(name: "FreshetCBLAS", path: "Sources/CBLAS", providers: [.apt(["libblas-dev"])]),
    .systemLibrary(name: "FreshetCMarkGFM", path: "Sources/CMarkGFM", providers: [.apt(["libcmark-gfm-dev"])]),
    .target(name: "FreshetKernels", path: "Sources/CKernels"),
    .target(name: "FreshetSystem", path: "Sources/CSystem"),

    module("LinearAlgebra", on: "CBLAS", "Kernels"),
    module("Corpus", and: [crypto]),
    module("Files", on: "Corpus"),
    module("Watching", on: "Corpus", "Files", "System"),
    module("Chunking", on: "Corpus", "CMarkGFM", and: [yaml]),
    module("Embedding", on: "Corpus", "LinearAlgebra", "Kernels", and: [crypto]),
    module("Indexing", on: "Corpus", "Files", "LinearAlgebra", "Kernels"),
    module("Storage", on: "Corpus", "Files", "System", and: [grdb, sqlite]),
    module("Coherence", on: "Corpus"),
    .target(
      name: "Freshet",
      dependencies: ours([
        "Corpus", "Files", "Watching", "Chunking", "Embedding", "Indexing", "LinearAlgebra", "Storage", "Coherence",
      ]) + [log, lifecycle, metrics],
      swiftSettings: strict),
    module("Wire", and: ["Freshet"]),
    .target(
      name: "FreshetCommand",
      dependencies: ["Freshet", "FreshetFiles", "FreshetWire", arguments, log, metrics, toml] + nio,
      swiftSettings: strict),
    .executableTarget(
      name: "FreshetProgram", dependencies: ["FreshetCommand"], swiftSettings: strict,
      linkerSettings: [.unsafeFlags(staticRuntime, .when(platforms: [.linux], configuration: .release))]),

    .target(name: "FreshetSeededNumbers", path: "Tests/SeededNumbers", swiftSettings: strict),
    .target(name: "FreshetTestSupport", path: "Tests/Support", swiftSettings: strict),
    .target(name: "FreshetAllocationCounter", path: "Tests/AllocationCounter"),
    tests("Files", on: "TestSupport", "Corpus"),
    tests("Corpus", on: "SeededNumbers"),
    tests("Watching", on: "SeededNumbers", "TestSupport", "Corpus"),
    tests("Chunking", on: "SeededNumbers", "Corpus"),
    tests("Embedding", on: "SeededNumbers", "TestSupport", "Corpus", "Kernels", without: ["Golden"]),
    tests("Indexing", on: "SeededNumbers", "TestSupport", "AllocationCounter", "Corpus", "Kernels"),
    tests("Storage", on: "SeededNumbers", "TestSupport", "Corpus", and: [grdb], without: ["Stored"]),
    tests("Coherence", on: "SeededNumbers", "Corpus"),
    .testTarget(
      name: "FreshetTests",
      dependencies: ["Freshet"] + ours(["SeededNumbers", "TestSupport", "Corpus", "Watching", "Indexing", "Storage"])
        + [grdb, log, lifecycle, metrics, metricsTestKit],
      swiftSettings: strict),
    tests("Wire", on: "Coherence", "Storage", and: ["Freshet"], without: ["Golden"]),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "FreshetSeededNumbers", "FreshetTestSupport", "FreshetCommand", "FreshetWire", "Freshet", arguments, metrics,
      ],
      exclude: ["Screenshots"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)

/// Targets carry the package's name: two packages with a target of one name can't be used together. Folders don't.
func ours(_ names: [String]) -> [Target.Dependency] {
  names.map { .byName(name: "Freshet\($0)") }
}

func module(_ name: String, on names: String..., and others: [Target.Dependency] = []) -> Target {
  .target(
    name: "Freshet\(name)", dependencies: ours(names) + others, path: "Sources/\(name)",
    swiftSettings: strict)
}

func tests(
  _ name: String, on names: String..., and others: [Target.Dependency] = [], without excluded: [String] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: ours([name] + names) + others, exclude: excluded,
    swiftSettings: strict)
}
