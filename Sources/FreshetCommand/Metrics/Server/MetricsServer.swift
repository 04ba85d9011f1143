internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Synchronization

/// Answers `GET /metrics` on a port of the loopback interface, and nothing else.
///
/// The server has one thread, and takes one request per connection and `connectionLimit` connections at once. It gives
/// each connection `patience` from its first byte to its last, so that a client that sends slowly, or never reads,
/// holds nothing up. The parser limits a request's head; the server never reads its body. It refuses a browser that was
/// led here by a name that isn't this machine's.
package final class MetricsServer: Sendable {
  static let connectionLimit = 16

  /// The port on which it listens; the system chose it if 0 was asked for.
  package let port: Int
  private let group: MultiThreadedEventLoopGroup
  private let channel: any Channel

  /// - Throws: `MetricsServerError.refused` when the port can't be had.
  package init(
    host: String, port: Int, patience: Duration = .seconds(5), text: @escaping @Sendable () -> String
  ) async throws {
    // The server's thread group ends the process if it gets no thread, so check first.
    if let code = BackgroundThread.start({}) {
      throw MetricsServerError.refused(host: host, port: port, why: "no thread: \(String(cString: strerror(code)))")
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
      try? await group.shutdownGracefully()  // nothing runs on it
      throw MetricsServerError.refused(host: host, port: port, why: "\(error)")
    }
    self.port = channel.localAddress?.port ?? port
  }

  /// Serves until the task is cancelled, or the system takes the port away.
  package func run() async {
    await withTaskCancellationHandler {
      try? await channel.closeFuture.get()  // it is closed in either case
    } onCancel: {
      channel.close(promise: nil)
    }
    try? await group.shutdownGracefully()  // connections are closed with it
  }
}

/// How many connections are open.
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
