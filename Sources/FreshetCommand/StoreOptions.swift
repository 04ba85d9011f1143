internal import ArgumentParser
internal import Foundation
internal import Freshet

enum EmbedderName: String, ExpressibleByArgument, CaseIterable {
  case minilm, hashing

  var deferred: DeferredEmbedder {
    switch self {
    case .minilm: .miniLM()
    case .hashing: .hashing()
    }
  }

  /// The command that indexes with the embedder of a space that is described by `label`.
  static func advice(for label: String) -> String {
    let asked = allCases.first { label.hasPrefix($0.deferred.space.model) }
    return asked.map { ": `freshet reindex --embedder \($0.rawValue)`" } ?? ""
  }
}

/// Which store, and which embedder: shared by all commands that open a store.
struct StoreOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The store's folder; without it the nearest .freshet here or above.", valueName: "dir"),
    completion: .directory)
  var store: String?

  @Option(
    help: """
      The embedder: minilm (a model, ranks by meaning) or hashing (no model, ranks by words). \
      Without it the one that the store is indexed with; minilm for a new store.
      """)
  var embedder: EmbedderName?

  /// An existing store: the one that is named, or the nearest from `path` upwards.
  func location(near path: String = ".") throws -> StoreLocation {
    if let store { return StoreLocation(store: StoreLocation.absolute(store)) }
    guard let found = StoreLocation.nearest(to: path) else {
      throw CommandError.noStore(from: StoreLocation.absolute(path))
    }
    return found
  }

  /// The embedder that was named, else the store's own.
  func embedder(of location: StoreLocation) throws -> DeferredEmbedder {
    if let embedder { return embedder.deferred }
    guard FileManager.default.fileExists(atPath: location.store + "/store.sqlite") else {
      return EmbedderName.minilm.deferred
    }
    let space = try RetrievalCache.space(at: location)
    let known = EmbedderName.allCases.map(\.deferred).first { $0.space == space }
    return known ?? EmbedderName.minilm.deferred
  }

  func openForReading() throws -> RetrievalCache {
    let location = try location()
    return try RetrievalCache.open(at: location, embedder: embedder(of: location), readOnly: true)
  }
}
