internal import FreshetCorpus
internal import Foundation
internal import GRDB

/// Converts a causal context to and from its two columns. Few contexts have single writes.
enum ContextColumns {
  static func value(_ version: String, _ dots: String) throws -> CausalContext {
    CausalContext(
      try JSONColumn.value(VersionVector.self, version),
      dots: dots == "[]" ? [] : try JSONColumn.value([Dot].self, dots))
  }

  static func dots(_ context: CausalContext) throws -> String {
    context.dots.isEmpty ? "[]" : try JSONColumn.text(context.dots.sorted())
  }
}
