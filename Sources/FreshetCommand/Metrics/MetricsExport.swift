internal import Foundation
internal import Freshet

/// Exports the metrics of a `watch` or `monitor` to Prometheus while it runs. A failed export doesn't end the command:
/// the export reports the failure and tries again.
struct MetricsExport: Sendable {
  private enum Place: Sendable {
    case file(MetricsFile)
    case server(MetricsServer, host: String)
  }

  /// The interval at which the file is written, and the wait before a closed port is opened again. Prometheus scrapes
  /// less often, typically every 15 s, so it always gets recent values.
  private static let every = Duration.seconds(5)

  private let registry: PrometheusRegistry
  private let places: [Place]

  /// Opens the ports and checks the files. Call this before the command's work, so that the command fails at its start
  /// if a target can't be used.
  ///
  /// - Parameter roots: the folders of the sources, in which no metrics file may lie.
  /// - Throws: `MetricsServerError` if a port isn't available; `MetricsFileError` if a file lies in a source or holds
  ///   other data.
  init(_ targets: [MetricsTarget], of registry: PrometheusRegistry, roots: [String]) async throws {
    var places: [Place] = []
    for target in targets {
      switch target {
      case .file(let path): places.append(.file(try Self.file(path, roots)))
      case .port(let host, let port):
        let server = try await MetricsServer(host: host, port: port) { ExpositionText.text(registry.families()) }
        places.append(.server(server, host: host))
      }
    }
    self.registry = registry
    self.places = places
  }

  private static func file(_ path: String, _ roots: [String]) throws -> MetricsFile {
    let place = StoreLocation.real(path)
    if let root = roots.first(where: { place.path(below: StoreLocation.real($0))?.isEmpty == false }) {
      throw MetricsFileError.inSource(place, root: root)
    }
    return try MetricsFile(place)
  }

  /// Messages that say where the metrics are.
  var announcements: [String] {
    places.map { place in
      switch place {
      case .file(let file): "metrics are in \(file.path)"
      case .server(let server, let host):
        "metrics are at http://\(host.contains(":") ? "[\(host)]" : host):\(server.port)/metrics"
      }
    }
  }

  /// Exports the metrics until the task is cancelled, and then removes the files.
  ///
  /// - Parameter warn: receives messages for the user, such as about a failed write.
  func run(_ warn: @escaping @Sendable (String) -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for place in places {
        switch place {
        case .file(let file): group.addTask { try await keep(file, warn) }
        case .server(let server, let host): group.addTask { try await keep(server, host, warn) }
        }
      }
      try await group.waitForAll()
    }
  }

  private func keep(_ file: MetricsFile, _ warn: (String) -> Void) async throws {
    defer { file.remove() }
    var told: MetricsFileError?
    while true {
      do throws(MetricsFileError) {
        try file.replace(with: ExpositionText.text(registry.families()))
        told = nil
      } catch {
        if told != error { warn("\(error)") }
        told = error
      }
      try await Task.sleep(for: Self.every)
    }
  }

  private func keep(_ first: MetricsServer, _ host: String, _ warn: (String) -> Void) async throws {
    var server = first
    while true {
      await server.run()
      try Task.checkCancellation()
      warn("the metrics port \(first.port) was closed; Freshet opens it again")
      server = try await again(first, host)
    }
  }

  private func again(_ first: MetricsServer, _ host: String) async throws -> MetricsServer {
    while true {
      try await Task.sleep(for: Self.every)
      do {
        return try await MetricsServer(host: host, port: first.port) { [registry] in
          ExpositionText.text(registry.families())
        }
      } catch is MetricsServerError {
        continue  // `keep` has reported the closed port
      }
    }
  }
}
