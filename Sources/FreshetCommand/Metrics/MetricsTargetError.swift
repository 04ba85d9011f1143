internal import ArgumentParser

package enum MetricsTargetError: Error, Hashable, CustomStringConvertible {
  case empty
  case noPort(String)
  case notLoopback(String)

  package var description: String {
    switch self {
    case .empty: "expected a file, or an address such as 127.0.0.1:9187"
    case .noPort(let text):
      "\(text) names no port, a number up to 65535; a file with a colon in its name needs a ./ before it"
    case .notLoopback(let host):
      "\(host) can be reached by others, and the figures are for this machine only: expected 127.0.0.1, [::1] or nothing "
        + "before the port; to admit others, put a proxy before it that authenticates them"
    }
  }
}
