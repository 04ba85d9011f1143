import Foundation
internal import FreshetCommand
import Testing

/// The port, and those who come to it without good intent.
@Suite struct MetricsServerTests {
  private static let body = "# HELP x X.\n# TYPE x gauge\nx 1\n"

  private func serving(
    patience: Duration = .seconds(30), host: String = "127.0.0.1", _ body: @Sendable (Int) async throws -> Void
  ) async throws {
    let server = try await MetricsServer(host: host, port: 0, patience: patience) { Self.body }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await server.run() }
      try await body(server.port)
      group.cancelAll()
      try await group.waitForAll()
    }
  }

  private func expectAnswer(at port: Int) throws {
    let answer = try TCPClient(port: port).exchange("GET /metrics HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\r\n")
    #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"), "\(answer)")
    #expect(answer.contains("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"))
    #expect(answer.hasSuffix("\r\n\r\n" + Self.body))
  }

  @Test func `GET gets the figures, again and again, and HEAD their head`() async throws {
    try await serving { port in
      for _ in 0..<3 { try expectAnswer(at: port) }
      let head = try TCPClient(port: port).exchange("HEAD /metrics?x=1 HTTP/1.0\r\n\r\n")
      #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n") && head.hasSuffix("\r\n\r\n"))
    }
  }

  @Test(arguments: [
    ("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "404"),
    ("GET /metrics/../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", "404"),
    ("POST /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n", "405"),
    ("DELETE /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n", "405"),
    ("GET /metrics HTTP/1.1\r\nHost: evil.example:9187\r\n\r\n", "421"),
    ("GET /metrics HTTP/1.1\r\nHost: 127.0.0.1.evil.example\r\n\r\n", "421"),
    ("\u{16}\u{3}\u{1}\u{2}\r\n\r\n", "400"), ("GET /metrics HTTP/9.9.9\r\n\r\n", "400"),
  ])
  func `what is no good request gets the number that says so, and the next one is served`(
    request: String, status: String
  ) async throws {
    try await serving { port in
      let answer = try TCPClient(port: port).exchange(request)
      #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer.prefix(200))")
      try expectAnswer(at: port)
    }
  }

  @Test func `a head without end is cut off`() async throws {
    try await serving { port in
      let client = try TCPClient(port: port)
      let head = "GET /metrics HTTP/1.1\r\nHost: localhost\r\nX: " + String(repeating: "x", count: 1 << 20)
      _ = client.send(head)  // refused on the way
      #expect(!client.receive().hasPrefix("HTTP/1.1 200"))
      try expectAnswer(at: port)
    }
  }

  @Test func `who sends nothing keeps nobody waiting, and is sent away`() async throws {
    try await serving(patience: .seconds(2)) { port in
      let silent = try TCPClient(port: port)
      let slow = try TCPClient(port: port)
      #expect(slow.send("GET /met"))
      try expectAnswer(at: port)
      #expect(silent.receive().isEmpty && !slow.receive().contains("200 OK"))
    }
  }

  @Test func `so many connections are open at once, and room comes back`() async throws {
    try await serving(patience: .seconds(2)) { port in
      let idle = try (0..<64).map { _ in try TCPClient(port: port) }
      for client in idle { #expect(client.receive().isEmpty) }
      try expectAnswer(at: port)
    }
  }

  @Test func `a port that is taken is an error that says so`() async throws {
    try await serving { port in
      let error = await #expect(throws: MetricsServerError.self) {
        try await MetricsServer(host: "127.0.0.1", port: port) { "" }
      }
      #expect(error?.description.hasPrefix("cannot listen on port \(port) of 127.0.0.1: ") == true)
    }
  }
}

/// A connection of plain bytes.
final class TCPClient {
  private let descriptor: Int32

  init(port: Int) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var patience = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let isConnected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    try #require(isConnected, "\(String(cString: strerror(errno)))")
  }

  deinit { close(descriptor) }

  func exchange(_ request: String) throws -> String {
    try #require(send(request))
    return receive()
  }

  /// Whether all of it was taken.
  func send(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return Foundation.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
  }

  /// Everything until the other side ends the connection.
  func receive() -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count <= 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer[..<count]
    }
  }
}
