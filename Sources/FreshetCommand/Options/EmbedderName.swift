internal import ArgumentParser
internal import Foundation
internal import Freshet
internal import Metrics

enum EmbedderName: String, ExpressibleByArgument, CaseIterable {
  case minilm, hashing

  static let variable = "FRESHET_EMBEDDER"

  var deferred: DeferredEmbedder {
    switch self {
    case .minilm: .miniLM()
    case .hashing: .hashing()
    }
  }

  /// The embedder that the environment variable FRESHET_EMBEDDER names; nil if it isn't set.
  ///
  /// - Throws: `CommandError.environment` if the variable names no known embedder.
  static func ofEnvironment() throws -> EmbedderName? {
    guard let text = Settings.environment(variable) else { return nil }
    guard let name = EmbedderName(rawValue: text) else {
      throw CommandError.environment(variable, value: text, expected: "minilm or hashing")
    }
    return name
  }

  /// The end of an error message: the command that indexes with the embedder of an embedding space. Empty if no known
  /// embedder uses this space.
  ///
  /// - Parameter label: the space as text, which begins with the model's name.
  static func advice(for label: String) -> String {
    let asked = allCases.first { label.hasPrefix($0.deferred.space.model) }
    return asked.map { ": `freshet reindex --embedder \($0.rawValue)`" } ?? ""
  }
}
