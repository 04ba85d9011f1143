internal import FreshetCorpus
internal import Foundation
internal import GRDB

/// Converts a causal context (the writes that a version includes or supersedes) to and from its two columns: a version
/// vector and a list of single writes (dots). Most contexts have no single writes, so "[]" needs no parser.
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
