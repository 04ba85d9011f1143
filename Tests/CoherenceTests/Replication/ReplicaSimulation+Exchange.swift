internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetSeededNumbers

/// An exchange, message by message: `SyncClient` and `SyncServer` without transport and contents.
extension ReplicaSimulation {
  /// The side that is asked.
  struct Server {
    let replica: Int
    var tree = MerkleTree([:])
    var other: ReplicaGreeting?
    /// For the oracle: the writes that had reached the other replica when it introduced itself. Of a removal that the
    /// other replica forgot, only `seen` tells this replica.
    var others: [DocumentID: WriteSet] = [:]
    var refused = 0
  }

  struct Client {
    let replica: Int
    var tree = MerkleTree([:])
    var mine: ReplicaGreeting?
    var others: [DocumentID: WriteSet] = [:]
    var refused = 0
  }

  mutating func exchangeSomewhere() throws(Violation) {
    let pair = (any(), any())
    guard pair.0 != pair.1, awayUntil[pair.0] <= step, awayUntil[pair.1] <= step, mayMeet(pair.0, pair.1) else {
      return
    }
    try exchange(pair.0, pair.1)
  }

  /// A store that was restored and written to meets first who can find it out.
  func mayMeet(_ one: Int, _ other: Int) -> Bool {
    guard let suspect, suspect.replica == one || suspect.replica == other else { return true }
    if depth > 0 { return false }
    return !suspect.hasWritten || suspect.witnesses.contains(suspect.replica == one ? other : one)
  }

  mutating func exchange(_ one: Int, _ other: Int) throws(Violation) {
    note("exchange", "\(one) asks \(other)")
    depth += 1
    defer { depth -= 1 }
    do {
      try converse(one, other)
    } catch let violation as Violation {
      throw violation
    } catch {
      note("interrupted")
    }
    clearSuspect()
  }

  private mutating func converse(_ one: Int, _ other: Int) throws {
    var (client, server) = (Client(replica: one), Server(replica: other))
    let theirs = try greet(&client, &server)
    do {
      let keys = try walk(client, server, theirs.root).sorted()
      let size = random.pick([1, 2, 256])
      for start in stride(from: 0, to: keys.count, by: size) {
        try exchange(Array(keys[start..<min(keys.count, start + size)]), &client, &server)
      }
    } catch is CrashDuringSync where bug == .seenJoinedAfterCrash {
      replicas[one].see(theirs.seen)
      throw CrashDuringSync()
    }
    try conclude(client, server, theirs)
  }

  /// Any message may be the last.
  private mutating func message() throws {
    if faults.contains(.crashDuringSync), !isConverging, random.chance(4) { throw CrashDuringSync() }
    try pause()
  }

  private mutating func greet(_ client: inout Client, _ server: inout Server) throws -> ReplicaGreeting {
    while true {
      client.tree = replicas[client.replica].tree
      let mine = replicas[client.replica].greeting(client.tree.root)
      client.mine = mine
      let reached = replicas[client.replica].reached
      try message()
      server.other = mine
      server.others = reached
      let (theirs, memory) = introduce(&server)
      client.others = replicas[server.replica].reached
      try message()
      if isRenewed(client, theirs, memory) { continue }
      guard let remembered = replicas[client.replica].peers[theirs.replica] else { return theirs }
      try message()
      recall(remembered, &server)
      let (now, _) = introduce(&server)
      client.others = replicas[server.replica].reached
      try message()
      return now
    }
  }

  private func introduce(_ server: inout Server) -> (ReplicaGreeting, RememberedReplica?) {
    let replica = replicas[server.replica]
    server.tree = replica.tree
    return (replica.greeting(server.tree.root), server.other.flatMap { replica.peers[$0.replica] })
  }

  private mutating func isRenewed(_ client: Client, _ theirs: ReplicaGreeting, _ memory: RememberedReplica?) -> Bool {
    let replica = client.replica
    let isRolledBack = bug != .rollbackOverlooked && memory.map { !replicas[replica].hasHistory($0.token) } ?? false
    guard isRolledBack || client.mine?.replica == theirs.replica else {
      return replicas[replica].renew(ifBehind: CausalContext(theirs.seen))
    }
    rename(replica, since: isRolledBack ? memory?.clock : nil)
    return true
  }

  private mutating func recall(_ remembered: RememberedReplica, _ server: inout Server) {
    if bug == .rollbackOverlooked || replicas[server.replica].hasHistory(remembered.token) { return }
    rename(server.replica, since: remembered.clock)
  }

  private mutating func rename(_ replica: Int, since clock: HybridTime?) {
    replicas[replica].becomeAnother(since: clock)
    note("rename", "\(replica)")
  }

  private mutating func walk(_ client: Client, _ server: Server, _ root: NodeDigest) throws -> Set<Fingerprint> {
    var walk = MerkleWalk(over: client.tree)
    var prefixes = walk.start(root: root)
    while !prefixes.isEmpty {
      try message()
      let nodes = prefixes.map(server.tree.node)
      try message()
      prefixes = try walk.receive(zip(prefixes, nodes).map { ($0, $1) })
    }
    return bug == .walkSkipsWhatIsMissingThere
      ? walk.differing.filter { server.tree.document($0) != nil } : walk.differing
  }

  private mutating func exchange(_ keys: [Fingerprint], _ client: inout Client, _ server: inout Server) throws {
    try message()
    let theirs = keys.compactMap(server.tree.document).map { replicas[server.replica].parcel($0) }
    try message()
    let answers = take(theirs, &client)
    let known = Set(theirs.map(\.state.document))
    try message()
    let mine = keys.compactMap(client.tree.document).filter { !known.contains($0) }.map {
      replicas[client.replica].parcel($0)
    }
    try bring(
      bug == .answersNotBrought ? mine : answers + mine, &client, &server
    )
  }

  private mutating func take(_ parcels: [Parcel], _ client: inout Client) -> [Parcel] {
    if parcels.isEmpty { return [] }
    let (different, refused) = take(parcels, at: client.replica)
    client.refused += refused
    return different
  }

  private mutating func take(_ parcels: [Parcel], at replica: Int) -> (different: [Parcel], refused: Int) {
    let time = time(at: replica)
    let (different, refused) = replicas[replica].take(parcels, at: time)
    note(
      "take",
      "\(parcels.map { "\($0.state.document.path): \($0.state.versions.siblings.keys.sorted()) of \($0.state.versions.context.text)" }) at \(replica), \(different.count) differ, \(refused) refused"
    )
    if refused > 0 { note(isConverging ? "refused while settling" : "refuse") }
    return (different, refused)
  }

  private mutating func bring(_ parcels: [Parcel], _ client: inout Client, _ server: inout Server) throws {
    if parcels.isEmpty { return }
    try message()
    let (different, refused) = take(parcels, at: server.replica)
    server.refused += refused
    client.refused += refused
    try message()
    _ = take(different, &client)
  }

  private mutating func conclude(_ client: Client, _ server: Server, _ theirs: ReplicaGreeting) throws {
    let joinsAnyway = bug == .seenJoinedAfterRefusal
    let ours = replicas[client.replica].greeting(client.tree.root)
    try message()
    guard let other = server.other, other.replica == ours.replica else { throw CrashDuringSync() }
    let seen = bug == .seenOfTheEndJoined ? ours.seen : other.seen
    let refusals = bug == .refusalsNotTold ? server.refused : server.refused + client.refused
    let isWhole = (there: refusals == 0 || joinsAnyway, here: client.refused == 0 || joinsAnyway)
    replicas[server.replica].conclude(ours, seen: isWhole.there ? seen : nil, server.others)
    let greeting = replicas[server.replica].greeting(server.tree.root)
    try message()
    replicas[client.replica].conclude(greeting, seen: isWhole.here ? theirs.seen : nil, client.others)
    if isWhole.here { meet(client.replica, theirs.seen) }
    if isWhole.there { meet(server.replica, other.seen) }
    note("concluded")
  }
}

extension CausalContext {
  var text: String {
    (vector.counts.sorted { $0.key < $1.key }.map { "\($0.key.name):\($0.value)" }
      + dots.sorted().map { "(\($0))" }).joined(separator: " ")
  }
}
