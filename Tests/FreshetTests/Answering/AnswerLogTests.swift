import FreshetCorpus
import Dispatch
import Testing

@testable import Freshet

struct AnswerLogTests {
  @Test func `however many see at once that the file is full, no line of it is lost`() throws {
    let line = "10 files 1\n"
    for round in 0..<200 {
      let tree = try DocumentTree()
      let log = AnswerLog(in: tree.root, maximumSizeInBytes: 400)
      try tree.write(String(repeating: line, count: 400 / line.utf8.count), to: "answers")
      DispatchQueue.concurrentPerform(iterations: 4) { _ in
        log.append([("files", true)], at: Timestamp(seconds: 20, nanoseconds: 0))
      }
      #expect(log.records(of: "files").count == 400 / line.utf8.count + 4, "round \(round)")
    }
  }
}
