import FreshetCorpus
import Testing

/// Every history of three replicas, two writers and up to five operations: put, remove, and sync in any direction.
///
/// A writer writes with what it read last: at the replica that it writes to, or wherever it wrote before. What must stand is known
/// without version vectors: each write's past is the set of writes that its writer had read, and of the writes that a replica has
/// those stand that are in no other's past. Replicas and writers are interchangeable, so each history is tried under one naming.
@Suite struct SmallWorldTests {
  private static let depth = 5

  @Test func `versions stand side by side exactly when they are concurrent, none is lost, and replicas converge`() {
    var explorer = Explorer()
    explorer.explore(World(), depth: Self.depth)
    #expect(explorer.failure == nil)
    #expect(explorer.histories > 500_000)
  }
}

private struct Explorer {
  var histories = 0
  var failure: String?

  mutating func explore(_ world: World, depth: Int) {
    histories += 1
    if let wrong = world.contradiction { failure = wrong }
    if depth == 0 || failure != nil { return }
    for operation in world.operations { explore(world.after(operation), depth: depth - 1) }
  }
}

private enum Operation {
  case write(writer: Int, replica: Int, readsFirst: Bool, removes: Bool)
  case sync(from: Int, to: Int)
}

/// Three replicas of one document, by version sets and, beside them, by sets of writes.
private struct World {
  struct Value: Hashable { let write: Int, isRemoval: Bool }

  private static let names = (0..<3).map { ReplicaID("r\($0)") }

  private var sets = Array(repeating: VersionSet<Value>(), count: 3)
  private var counts: [UInt64] = [0, 0, 0]
  private var contexts = [CausalContext(), CausalContext()]
  /// By write: those that its writer had read.
  private var pasts: [Set<Int>] = []
  private var known = Array(repeating: Set<Int>(), count: 3)
  private var read = [Set<Int>(), Set<Int>()]
  private var log: [String] = []

  /// One more replica, and one more writer, than were used so far: the others are the same by another name.
  var operations: [Operation] {
    let used = usedReplicas
    let replicas = 0..<min(3, used + 1)
    let writers = 0..<min(2, (read[0].isEmpty && contexts[0] == CausalContext() ? 0 : 1) + 1)
    var all: [Operation] = []
    for replica in replicas {
      for writer in writers {
        for readsFirst in [false, true] {
          for removes in [false, true] {
            all.append(.write(writer: writer, replica: replica, readsFirst: readsFirst, removes: removes))
          }
        }
      }
    }
    for from in 0..<used { for to in replicas where to != from { all.append(.sync(from: from, to: to)) } }
    return all
  }

  private var usedReplicas: Int { (known.lastIndex { !$0.isEmpty } ?? -1) + 1 }

  func after(_ operation: Operation) -> World {
    var next = self
    next.log.append("\(operation)")
    switch operation {
    case .write(let writer, let replica, let readsFirst, let removes):
      next.write(writer, replica, readsFirst: readsFirst, removes: removes)
    case .sync(let from, let to): next.sync(from, to)
    }
    return next
  }

  private mutating func write(_ writer: Int, _ replica: Int, readsFirst: Bool, removes: Bool) {
    if readsFirst {
      contexts[writer] = contexts[writer].merged(with: sets[replica].context)
      read[writer].formUnion(known[replica])
    }
    let write = pasts.count
    counts[replica] += 1
    let dot = Dot(replica: Self.names[replica], write: counts[replica])
    sets[replica].write(Value(write: write, isRemoval: removes), dot: dot, context: contexts[writer])
    pasts.append(read[writer])
    known[replica].formUnion(read[writer].union([write]))
    contexts[writer] = contexts[writer].covering(dot)
    read[writer].insert(write)
  }

  private mutating func sync(_ from: Int, _ to: Int) {
    sets[to] = sets[to].merged(with: sets[from])
    known[to].formUnion(known[from])
  }

  /// Nil when every replica has what it must, and all have the same once everything was exchanged.
  var contradiction: String? {
    for replica in 0..<3 {
      let standing = Set(sets[replica].siblings.values.map(\.write))
      if standing != expected(known[replica]) { return "\(log): \(standing) at \(replica)" }
    }
    let all = sets.reduce(VersionSet()) { $0.merged(with: $1) }
    let everything = known.reduce(into: Set()) { $0.formUnion($1) }
    let merged = Set(all.siblings.values.map(\.write))
    return merged == expected(everything) ? nil : "\(log): \(merged) after everything was exchanged"
  }

  private func expected(_ writes: Set<Int>) -> Set<Int> {
    writes.subtracting(writes.reduce(into: Set()) { $0.formUnion(pasts[$1]) })
  }
}
