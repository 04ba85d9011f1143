internal import Freshet

/// How a source resolves conflicts between versions, as freshet.toml names it.
enum ResolutionName: String, CaseIterable {
  case sourceWins = "source-wins"
  case lastWriter = "last-writer"
  case keepBoth = "keep-both"

  var resolution: Resolution {
    switch self {
    case .sourceWins: .sourceWins
    case .lastWriter: .lastWriter
    case .keepBoth: .keepBoth
    }
  }

  /// The resolution of a source for which freshet.toml sets none.
  static func standard(of source: String) -> ResolutionName {
    source == DocumentID.pushed ? .keepBoth : .sourceWins
  }
}
