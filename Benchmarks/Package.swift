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
    benchmark("index-bench", in: "Sources/IndexBench", of: "FreshetIndexing"),
    benchmark("audit-bench", in: "Sources/AuditBench", of: "Freshet"),
    benchmark("embedding-bench", in: "Sources/EmbeddingBench", of: "Freshet"),
  ],
  swiftLanguageModes: [.v6]
)

func benchmark(_ name: String, in path: String, of product: String) -> Target {
  .executableTarget(
    name: name,
    dependencies: [
      .product(name: product, package: "Freshet"), .product(name: "ArgumentParser", package: "swift-argument-parser"),
    ],
    path: path, swiftSettings: [.treatAllWarnings(as: .error)])
}
