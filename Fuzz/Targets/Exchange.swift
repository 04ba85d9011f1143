// Fuzzes the border of an exchange: frames, their JSON, the checks of both sides, and the merge of what passes them.
import Foundation
@testable import FreshetCoherence
@testable import FreshetCorpus
@testable import Freshet

/// The stored state that every state of the input is merged with.
private let mine: DocumentState = {
  let replica = ReplicaID("aaaaaaaaaaaaaaaa")
  let (one, two) = (Dot(replica: replica, write: 1), Dot(replica: replica, write: 2))
  let versions = [
    DocumentVersion(dot: one, stamp: HybridTime(ticks: 1 << 20), content: nil),
    DocumentVersion(dot: two, stamp: HybridTime(ticks: 2 << 20), content: nil),
  ]
  return DocumentState(
    document: DocumentID(source: DocumentID.pushed, path: "note"),
    versions: VersionSet(
      context: CausalContext(VersionVector([replica: 2])),
      siblings: Dictionary(uniqueKeysWithValues: versions.map { ($0.dot, $0) })),
    attributes: Attributes(tags: ["tag": [two]]))
}()

/// Byte 0 chooses how the rest is read: as a whole frame, or as the message of one, as a question or an answer.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ size: Int) -> Int32 {
  let input = Array(UnsafeBufferPointer(start: start, count: size))
  guard let first = input.first else { return 0 }
  let message = Array(input.dropFirst())
  let length = withUnsafeBytes(of: UInt32(message.count).littleEndian) { Array($0) }
  guard let frame = try? SyncFrame(bytes: first & 1 == 0 ? message : length + message) else { return 0 }
  if first & 2 == 0 { question(frame) } else { answer(frame) }
  var parted = PartedText()
  let space = EmbeddingSpace(model: "m", modelRevision: "1", dimension: 4, pooling: "mean")
  _ = try? Arrival(frame.contents, in: space, &parted)
  return 0
}

private func question(_ frame: SyncFrame) {
  guard let request = try? frame.decoded(SyncRequest.self) else { return }
  var side = AnsweringSide()
  let root = MerkleTree([:]).root
  let greeting = ReplicaGreeting(
    store: "b", replica: ReplicaID("b"), token: SessionToken(store: "b", sequence: 0, history: "0000000000000000"),
    clock: HybridTime(ticks: 1), seen: VersionVector(), space: nil, root: root)
  if (try? side.admit(.hello(greeting), Contents(), documents: 1)) == nil { preconditionFailure("an honest greeting") }
  guard (try? side.admit(request, frame.contents, documents: 1)) != nil else { return }
  switch request {
  case .offer(let states), .merge(let states): merge(states)
  case .nodes(let prefixes):
    let tree = MerkleTree([mine.document: mine.digest])
    for prefix in prefixes { _ = tree.node(prefix) }
  case .histories(let changes): _ = CommonHistory(upTo: changes.max() ?? 0).next
  default: break
  }
}

private func answer(_ frame: SyncFrame) {
  guard let reply = try? frame.decoded(SyncReply.self) else { return }
  let key = MerkleTree.key(of: mine.document)
  if let found = try? AskingSide.states(reply, to: [key]) { merge(found.states) }
  if let found = try? AskingSide.merged(reply, to: [mine]) { merge(found.different) }
  if let nodes = try? AskingSide.nodes(reply, to: [[]]) {
    var walk = MerkleWalk(over: MerkleTree([mine.document: mine.digest]))
    _ = walk.start(root: nodes[0].digest)
    _ = try? walk.receive([([], nodes[0])])
  }
}

/// Merging commutes, is idempotent, and never traps, whatever the clock says.
private func merge(_ states: [DocumentState]) {
  var claims = SeenClaims()
  for state in states where (try? state.check()) != nil {
    let (one, other) = (mine.versions.merged(with: state.versions), state.versions.merged(with: mine.versions))
    precondition(one.context == other.context && Set(one.siblings.keys) == Set(other.siblings.keys))
    precondition(one.merged(with: state.versions).context == one.context)
    _ = (mine.merged(with: state).digest, state.digest, state.sizeAsJSON)
    claims.note(state)
    var clock = HybridClock()
    for version in state.versions.siblings.values { _ = clock.receive(version.stamp, at: Timestamp(nanoseconds: .max)) }
    _ = clock.tick(at: Timestamp(nanoseconds: 0))
  }
  _ = claims.judge(
    VersionVector([ReplicaID("c"): 9]), of: ReplicaID("b"), known: VersionVector(), own: ReplicaID("a"))
}
