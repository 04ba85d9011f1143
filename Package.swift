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
    .library(name: "FreshetIndexing", targets: ["Indexing", "Corpus"]),
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
    .systemLibrary(name: "CBLAS", providers: [.apt(["libblas-dev"])]),
    .systemLibrary(name: "CMarkGFM", providers: [.apt(["libcmark-gfm-dev"])]),
    .target(name: "CKernels"),
    .target(name: "FreshetSystem", path: "Sources/CSystem"),
    .target(name: "LinearAlgebra", dependencies: ["CBLAS", "CKernels"], swiftSettings: strict),

    .target(name: "Corpus", dependencies: [crypto], swiftSettings: strict),
    .target(name: "Files", dependencies: ["Corpus"], swiftSettings: strict),
    .target(name: "Watching", dependencies: ["Corpus", "Files", "FreshetSystem"], swiftSettings: strict),
    .target(name: "Chunking", dependencies: ["Corpus", "CMarkGFM", yaml], swiftSettings: strict),
    .target(
      name: "Embedding", dependencies: ["Corpus", "LinearAlgebra", "CKernels", crypto],
      swiftSettings: strict),
    .target(
      name: "Indexing", dependencies: ["Corpus", "Files", "LinearAlgebra", "CKernels"], swiftSettings: strict),
    .target(
      name: "Storage", dependencies: ["Corpus", "Files", "FreshetSystem", grdb, sqlite], swiftSettings: strict),
    .target(name: "Coherence", dependencies: ["Corpus"], swiftSettings: strict),
    .target(
      name: "Freshet",
      dependencies: [
        "Corpus", "Files", "Watching", "Chunking", "Embedding", "Indexing", "LinearAlgebra", "Storage", "Coherence",
        log,
        lifecycle, metrics,
      ],
      swiftSettings: strict),
    .target(
      name: "FreshetCommand", dependencies: ["Freshet", "Files", arguments, log, metrics, toml] + nio,
      swiftSettings: strict),
    .executableTarget(
      name: "FreshetProgram", dependencies: ["FreshetCommand"], swiftSettings: strict,
      linkerSettings: [.unsafeFlags(staticRuntime, .when(platforms: [.linux], configuration: .release))]),

    .target(name: "SeededNumbers", path: "Tests/SeededNumbers", swiftSettings: strict),
    .target(name: "AllocationCounter", path: "Tests/AllocationCounter"),
    .testTarget(name: "FilesTests", dependencies: ["Files", "Corpus"], swiftSettings: strict),
    .testTarget(name: "CorpusTests", dependencies: ["SeededNumbers", "Corpus"], swiftSettings: strict),
    .testTarget(name: "WatchingTests", dependencies: ["SeededNumbers", "Watching", "Corpus"], swiftSettings: strict),
    .testTarget(name: "ChunkingTests", dependencies: ["SeededNumbers", "Chunking", "Corpus"], swiftSettings: strict),
    .testTarget(
      name: "EmbeddingTests", dependencies: ["SeededNumbers", "Embedding", "Corpus", "CKernels"], exclude: ["Golden"],
      swiftSettings: strict),
    .testTarget(
      name: "IndexingTests", dependencies: ["SeededNumbers", "AllocationCounter", "Indexing", "Corpus", "CKernels"],
      swiftSettings: strict),
    .testTarget(
      name: "StorageTests", dependencies: ["SeededNumbers", "Storage", "Corpus", grdb], exclude: ["Stored"],
      swiftSettings: strict),
    .testTarget(
      name: "CoherenceTests", dependencies: ["SeededNumbers", "Coherence", "Corpus"], swiftSettings: strict),
    .testTarget(
      name: "FreshetTests",
      dependencies: [
        "SeededNumbers", "Freshet", "Corpus", "Watching", "Indexing", grdb, log, lifecycle, metrics, metricsTestKit,
      ],
      swiftSettings: strict),
    .testTarget(
      name: "CommandTests", dependencies: ["SeededNumbers", "FreshetCommand", "Freshet", metrics],
      exclude: ["Screenshots"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
