import Corpus
import Dispatch
import Foundation
import Testing

@testable import Freshet

struct AnswerLogTests {
  @Test func `however many see at once that the file is full, no line of it is lost`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("freshet-answers-\(UUID().uuidString)")
      .path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for round in 0..<200 {
      try? FileManager.default.removeItem(atPath: folder)
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let log = AnswerLog(in: folder, maximumSizeInBytes: 400)
      let line = "10 files 1\n"
      try String(repeating: line, count: 400 / line.utf8.count).write(
        toFile: folder + "/answers", atomically: false, encoding: .utf8)
      DispatchQueue.concurrentPerform(iterations: 4) { _ in
        log.append([("files", true)], at: Timestamp(seconds: 20, nanoseconds: 0))
      }
      #expect(log.records(of: "files").count == 400 / line.utf8.count + 4, "round \(round)")
    }
  }
}
