internal import ArgumentParser

/// Where `watch --metrics` puts its figures: a file, or a port that only this machine can reach.
package enum MetricsTarget: Hashable, Sendable {
  case file(String)
  case port(host: String, port: Int)

  /// Parses `127.0.0.1:9187`, `[::1]:9187`, `localhost:9187` or `:9187`. Text that doesn't look like an address is a
  /// file.
  ///
  /// - Throws: `MetricsTargetError` for an address that other machines could reach, or a port that isn't one: the
  ///   figures contain the names of sources, and the server authenticates nobody.
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

  /// Parses an option's value.
  static func option(_ text: String) throws -> MetricsTarget {
    do throws(MetricsTargetError) {
      return try MetricsTarget(text)
    } catch {
      throw ValidationError(error.description)
    }
  }

  private static let loopback = ["": "127.0.0.1", "localhost": "127.0.0.1", "127.0.0.1": "127.0.0.1", "[::1]": "::1"]
}
