// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that importers of Freshet never resolve what only measurements need.
let package = Package(
  name: "FreshetBenchmarks",
  dependencies: [
    .package(name: "Freshet", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    .executableTarget(
      name: "index-bench",
      dependencies: [
        .product(name: "FreshetIndexing", package: "Freshet"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/IndexBench",
      swiftSettings: [.treatAllWarnings(as: .error)]),
    .executableTarget(
      name: "audit-bench",
      dependencies: [
        .product(name: "Freshet", package: "Freshet"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/AuditBench",
      swiftSettings: [.treatAllWarnings(as: .error)]),
    .executableTarget(
      name: "embedding-bench",
      dependencies: [
        .product(name: "Freshet", package: "Freshet"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/EmbeddingBench",
      swiftSettings: [.treatAllWarnings(as: .error)]),
  ],
  swiftLanguageModes: [.v6]
)
