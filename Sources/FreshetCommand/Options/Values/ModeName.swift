internal import ArgumentParser
internal import Freshet

enum ModeName: String, ExpressibleByArgument, CaseIterable {
  case hybrid, vector, lexical

  var mode: SearchMode {
    switch self {
    case .hybrid: .hybrid
    case .vector: .vector
    case .lexical: .lexical
    }
  }
}
