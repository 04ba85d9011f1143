internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Synchronization

/// Answers `GET /metrics` on a port of the loopback interface, and nothing else.
///
/// The server has one thread. It takes one request per connection, and at most `connectionLimit` connections at once.
/// It closes a connection `patience` after its start, so that clients that send or read slowly don't block others. The
/// HTTP parser limits the size of a request's head; the server never reads a body. It refuses requests whose Host
/// header isn't a name of this machine, so that a web page can't read the metrics through a domain name of its own (DNS
/// rebinding).
package final class MetricsServer: Sendable {
  static let connectionLimit = 16

  /// The port on which the server listens. The system chose it if the caller asked for port 0.
  package let port: Int
  private let group: MultiThreadedEventLoopGroup
  private let channel: any Channel

  /// Opens the port. Connections are accepted from now on.
  ///
  /// - Parameters:
  ///   - patience: the longest time that a connection may last.
  ///   - text: makes the response to a scrape.
  /// - Throws: `MetricsServerError.refused` if the port isn't available, or if the system provides no thread.
  package init(
    host: String, port: Int, patience: Duration = .seconds(5), text: @escaping @Sendable () -> String
  ) async throws {
    // MultiThreadedEventLoopGroup ends the process if the system refuses a thread, so check first.
    if let code = BackgroundThread.start({}) {
      let why = "the system refused this process a thread (\(String(cString: strerror(code))))"
      throw MetricsServerError.refused(host: host, port: port, why: why)
    }
    group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let count = ConnectionCount()
    do {
      channel = try await ServerBootstrap(group: group)
        .serverChannelOption(.backlog, value: 16)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .childChannelInitializer { channel in
          guard count.enter() else { return channel.close() }
          channel.closeFuture.whenComplete { _ in count.leave() }
          return channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.configureHTTPServerPipeline(withPipeliningAssistance: false)
            try channel.pipeline.syncOperations.addHandler(ScrapeHandler(patience: TimeAmount(patience), text: text))
          }
        }
        .bind(host: host, port: port).get()
    } catch {
      try? await group.shutdownGracefully()  // no connection exists yet
      throw MetricsServerError.refused(host: host, port: port, why: "\(error)")
    }
    self.port = channel.localAddress?.port ?? port
  }

  /// Serves requests until the task is cancelled, or until the system closes the port. Then closes the port and all
  /// connections.
  package func run() async {
    await withTaskCancellationHandler {
      try? await channel.closeFuture.get()  // after an error the channel is closed, too
    } onCancel: {
      channel.close(promise: nil)
    }
    try? await group.shutdownGracefully()  // this closes open connections, too
  }
}

/// Counts open connections.
private final class ConnectionCount: Sendable {
  private let open = Mutex(0)

  func enter() -> Bool {
    open.withLock {
      if $0 >= MetricsServer.connectionLimit { return false }
      $0 += 1
      return true
    }
  }

  func leave() { open.withLock { $0 -= 1 } }
}
