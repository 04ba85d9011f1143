internal import ArgumentParser

/// Where `--metrics` exports to: a file, or a port that only this machine can reach.
package enum MetricsTarget: Hashable, Sendable {
  case file(String)
  case port(host: String, port: Int)

  /// Parses an address: `127.0.0.1:9187`, `[::1]:9187`, `localhost:9187` or `:9187`. A text with a "/" or without a ":"
  /// is the path of a file.
  ///
  /// - Throws: `MetricsTargetError` for an empty text, an invalid port, or an address that other machines could reach.
  ///   The metrics contain the names of sources, and the server has no authentication.
  package init(_ text: String) throws(MetricsTargetError) {
    guard !text.contains("/"), let colon = text.lastIndex(of: ":") else {
      if text.isEmpty { throw .empty }
      self = .file(text)
      return
    }
    let (host, port) = (String(text[..<colon]), String(text[text.index(after: colon)...]))
    guard let number = Int(port), port.utf8.allSatisfy({ (48...57).contains($0) }),
      (0...65_535).contains(number)
    else {
      throw .noPort(text)
    }
    guard let address = Self.loopback[host] else { throw .notLoopback(host) }
    self = .port(host: address, port: number)
  }

  /// Parses the value of `--metrics`.
  ///
  /// - Throws: `ValidationError` with the message of a `MetricsTargetError`.
  static func option(_ text: String) throws -> MetricsTarget {
    do throws(MetricsTargetError) {
      return try MetricsTarget(text)
    } catch {
      throw ValidationError(error.description)
    }
  }

  private static let loopback = ["": "127.0.0.1", "localhost": "127.0.0.1", "127.0.0.1": "127.0.0.1", "[::1]": "::1"]
}
