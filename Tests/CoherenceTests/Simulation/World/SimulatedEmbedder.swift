internal import FreshetCorpus

/// The one model that all processes call: it may be slow, fail, or refuse a text.
struct SimulatedEmbedder {
  struct Call {
    let process: Int
    let expires: Timestamp
  }

  var isFailing = false
  var isSlow = false
  var poison: Int?
  /// By key: who is embedding it, by a lease that lasts until then.
  var calls: [Call?] = Array(repeating: nil, count: SimulatedContent.keyCount)

  /// Longer than any lease, when it is slow.
  var delayInMilliseconds: Int64 { isSlow ? 9_000 : 40 }

  func refuses(_ key: Int) -> Bool { poison == key / SimulatedContent.spaces.count }

  mutating func begin(_ keys: [Int], by process: Int, until expires: Timestamp) {
    for key in keys { calls[key] = Call(process: process, expires: expires) }
  }

  mutating func end(_ keys: [Int], by process: Int) {
    for key in keys where calls[key]?.process == process { calls[key] = nil }
  }

  mutating func crash(of process: Int) {
    for key in calls.indices where calls[key]?.process == process { calls[key] = nil }
  }
}
