import Foundation
import Glibc
import Testing

@testable import Freshet

/// What a stream does to its descriptors.
struct FrameStreamTests {
  @Test func `no sign of life reaches a descriptor after the work that it accompanied`() async throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "freshet-\(UUID().uuidString)").path
    defer { unlink(file) }
    let other = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    try #require(other >= 0)
    defer { close(other) }
    for _ in 0..<500 {
      let pipe = Pipe()
      let (input, output) = (pipe.fileHandleForReading.fileDescriptor, pipe.fileHandleForWriting.fileDescriptor)
      let stream = FrameStream(input: input, output: output, patience: .milliseconds(4))
      try await stream.living { try await Task.sleep(for: .milliseconds(1)) }
      // As if another part of the process had opened a file and got the number.
      #expect(dup2(other, output) == output)
      await Task.yield()
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == Data())
  }
}
