internal import ArgumentParser

package enum MetricsTargetError: Error, Hashable, CustomStringConvertible {
  case empty
  case noPort(String)
  case notLoopback(String)

  package var description: String {
    switch self {
    case .empty: "expected a file, or an address such as 127.0.0.1:9187"
    case .noPort(let text):
      "\(text) has no port (0 to 65535) behind its colon; to name a file with a colon, write ./ before the name"
    case .notLoopback(let host):
      "other machines may reach \(host), and the metrics have no access control: expected 127.0.0.1, [::1] or nothing "
        + "before the port; to serve other machines, use a proxy that authenticates them"
    }
  }
}
