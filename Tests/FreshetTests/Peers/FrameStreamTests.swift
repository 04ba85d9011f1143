import Dispatch
import Foundation
import FreshetTestSupport
import Glibc
import Testing

@testable import Freshet

/// What a stream does to its descriptors.
struct FrameStreamTests {
  /// Waits on a thread of its own for the next sign of life.
  private func sign(from input: Int32) async {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        var sign: UInt32 = 1
        continuation.resume(returning: { #expect(read(input, &sign, 4) == 4 && sign == 0) }())
      }
    }
  }

  @Test func `no sign of life reaches a descriptor after the work that it accompanied`() async throws {
    let folder = try TemporaryFolder()
    let file = folder.path + "/other"
    let other = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    try #require(other >= 0)
    defer { close(other) }
    for _ in 0..<500 {
      let pipe = Pipe()
      let (input, output) = (pipe.fileHandleForReading.fileDescriptor, pipe.fileHandleForWriting.fileDescriptor)
      // Without patience, one sign follows another at once.
      let stream = FrameStream(input: input, output: output, patience: .zero)
      try await stream.living { await sign(from: input) }
      // As if another part of the process had opened a file and got the number.
      #expect(dup2(other, output) == output)
      await Task.yield()
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == Data())
  }
}
