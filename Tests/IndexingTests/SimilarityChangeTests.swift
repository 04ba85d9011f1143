internal import FreshetCorpus
internal import FreshetIndexing
internal import FreshetSeededNumbers
import Testing

/// What every index promises when it changes.
@Suite struct SimilarityChangeTests {
  enum Step: String, CaseIterable {
    case insert, replace, remove, removeAbsent, bringBack, search
  }

  @Test(arguments: IndexKind.all, [1, 3, 16])
  func `after any changes the index equals a dictionary that saw the same`(_ kind: IndexKind, _ dimension: Int) {
    for seed in UInt64(1)...30 {
      var generator = SplitMix64(seed: seed)
      var index = kind.make(dimension)
      var model: [ContentAddress: UnitVector] = [:]
      var removed: [ContentAddress: UnitVector] = [:]
      for step in 0..<300 {
        let change = generator.pick(Step.allCases)
        let vector = ExactWorld.vector(dimension, &generator)
        switch change {
        case .insert:
          put(vector, at: address(Int.random(in: 0..<40, using: &generator)))
        case .replace:
          if let known = pick(model) { put(vector, at: known) }
        case .remove:
          guard let known = pick(model) else { continue }
          removed[known] = model.removeValue(forKey: known)
          index.remove(known)
        case .removeAbsent:
          let unknown = address(Int.random(in: 100..<140, using: &generator))
          index.remove(unknown)
        case .bringBack:
          if let known = pick(removed), let old = removed[known] { put(old, at: known) }
        case .search:
          let limit = Int.random(in: 1...45, using: &generator)
          #expect(
            index.nearest(limit, to: vector) == NaiveScan.nearest(limit, to: vector, among: model),
            "seed \(seed), step \(step)")
        }
        #expect(index.count == model.count, "seed \(seed), step \(step): \(change)")
      }

      func put(_ vector: UnitVector, at address: ContentAddress) {
        model[address] = vector
        index.insert(vector, at: address)
      }
      func pick(_ vectors: [ContentAddress: UnitVector]) -> ContentAddress? {
        vectors.isEmpty ? nil : generator.pick(vectors.keys.sorted())
      }
    }
  }

  @Test(arguments: IndexKind.all)
  func `a vector at a known address takes the place of the old one`(_ kind: IndexKind) {
    var index = kind.make(4)
    var generator = SplitMix64(seed: 1)
    let vectors = (0..<3).map { _ in ExactWorld.vector(4, &generator) }
    index.insert(vectors[0], at: address(1))
    index.insert(vectors[1], at: address(2))
    index.insert(vectors[2], at: address(1))
    #expect(index.count == 2)
    #expect(
      index.nearest(2, to: vectors[2])
        == NaiveScan.nearest(2, to: vectors[2], among: [address(1): vectors[2], address(2): vectors[1]]))
  }

  @Test(arguments: IndexKind.all)
  func `a copy is a snapshot: what changes in one, the other doesn't see`(_ kind: IndexKind) {
    for seed in UInt64(1)...5 {
      var generator = SplitMix64(seed: seed)
      let vectors = ExactWorld.vectors(20, 16, &generator)
      let query = ExactWorld.vector(16, &generator)
      var original = kind.make(16)
      original.fill(vectors, &generator)
      let snapshot = original
      var branch = original
      original.remove(address(3))
      original.insert(query, at: address(4))
      branch.insert(query, at: address(99))
      let all = NaiveScan.nearest(100, to: query, among: vectors)
      #expect(snapshot.nearest(100, to: query) == all, "seed \(seed)")
      #expect([snapshot.count, original.count, branch.count] == [20, 19, 21], "seed \(seed)")
      var changed = vectors
      changed[address(3)] = nil
      changed[address(4)] = query
      #expect(original.nearest(100, to: query) == NaiveScan.nearest(100, to: query, among: changed), "seed \(seed)")
      let grown = vectors.merging([address(99): query]) { $1 }
      #expect(branch.nearest(100, to: query) == NaiveScan.nearest(100, to: query, among: grown), "seed \(seed)")
    }
  }
}
