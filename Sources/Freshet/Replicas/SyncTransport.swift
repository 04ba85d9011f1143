internal import Foundation

/// How frames reach another store, and its answers come back: one at a time.
protocol SyncTransport {
  mutating func exchange(_ frame: [UInt8]) async throws -> [UInt8]
}

/// Another store that this process has open.
struct LocalTransport: SyncTransport {
  var server: SyncServer

  mutating func exchange(_ frame: [UInt8]) async throws -> [UInt8] {
    try server.reply(to: try SyncFrame(bytes: frame)).bytes
  }
}

/// Another process, at the other end of two pipes.
struct StreamTransport: SyncTransport {
  let stream: FrameStream

  mutating func exchange(_ frame: [UInt8]) async throws -> [UInt8] {
    try stream.write(frame)
    guard let reply = try stream.read() else {
      throw FreshetError.replicaFailed(why: "it ended without an answer")
    }
    return reply
  }
}

/// Frames on two descriptors, each behind its length: u32, little-endian. Waiting can be cancelled.
struct FrameStream: Sendable {
  let input: Int32
  let output: Int32

  /// Nil at the end of the stream.
  func read() throws -> [UInt8]? {
    guard let head = try read(4, mayEnd: true) else { return nil }
    let length = head.reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= SyncFrame.longest else {
      throw FreshetError.untrustworthyReplica(what: "a message of \(length) bytes")
    }
    return try read(length, mayEnd: false)
  }

  func write(_ frame: [UInt8]) throws {
    var rest = withUnsafeBytes(of: UInt32(frame.count).littleEndian) { Array($0) }[...] + frame
    while !rest.isEmpty {
      try wait(output, POLLOUT)
      let count = rest.withUnsafeBytes { Foundation.write(output, $0.baseAddress, min($0.count, 1 << 16)) }
      if count < 0, errno != EINTR, errno != EAGAIN { throw Self.lost(errno) }
      rest = rest.dropFirst(max(0, count))
    }
  }

  private func read(_ count: Int, mayEnd: Bool) throws -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      try wait(input, POLLIN)
      let got = bytes.withUnsafeMutableBytes { Foundation.read(input, $0.baseAddress! + filled, count - filled) }  // not empty
      if got < 0, errno != EINTR, errno != EAGAIN { throw Self.lost(errno) }
      if got == 0 {
        if mayEnd, filled == 0 { return nil }
        throw FreshetError.replicaFailed(why: "the connection ended in the middle of a message")
      }
      filled += max(0, got)
    }
    return bytes
  }

  private func wait(_ descriptor: Int32, _ event: Int32) throws {
    var request = pollfd(fd: descriptor, events: Int16(event), revents: 0)
    while poll(&request, 1, 100) <= 0 { try Task.checkCancellation() }
  }

  private static func lost(_ code: Int32) -> FreshetError { .replicaFailed(why: String(cString: strerror(code))) }
}
