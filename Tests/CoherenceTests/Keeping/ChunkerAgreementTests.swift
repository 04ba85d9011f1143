internal import FreshetCoherence
internal import FreshetCorpus
import Testing

@Suite struct ChunkerAgreementTests {
  private static func name(_ rules: Int, _ target: Int, _ maximum: Int) -> ChunkerName {
    ChunkerName(rules: rules, minimum: target * 2 / 5, target: target, maximum: maximum, maximumInBytes: 4_096)
  }

  private static let standard = name(3, 100, 254)
  private static let wide = name(3, 160, 254)

  private func verdict(
    _ recorded: String?, _ wanted: ChunkerName?, limit: Int? = 254, accepting: Bool = false
  ) -> ChunkerAgreement.Verdict {
    ChunkerAgreement(recorded: recorded, wanted: wanted, standard: Self.standard)
      .verdict(limit: limit, accepting: accepting)
  }

  @Test func `a new source gets the configured sizes, else the default`() {
    #expect(verdict(nil, Self.wide) == .adopted(Self.wide))
    #expect(verdict(nil, nil) == .adopted(Self.standard))
  }

  @Test func `without configured sizes the recorded ones stay`() {
    #expect(verdict("\(Self.wide)", nil) == .agreed(Self.wide))
    #expect(verdict("\(Self.wide)", Self.wide) == .agreed(Self.wide))
  }

  @Test func `newer rules replace older ones and keep the sizes`() {
    #expect(verdict("freshet-cdc-2/64-160-254/4096", nil) == .adopted(Self.wide))
    #expect(verdict("freshet-cdc-2/64-160-254/4096", Self.wide) == .adopted(Self.wide))
  }

  @Test func `other sizes are refused until they are accepted`() {
    #expect(verdict("\(Self.standard)", Self.wide) == .otherSizes(recorded: Self.standard, wanted: Self.wide))
    #expect(
      verdict("freshet-cdc-2/40-100-254/4096", Self.wide)
        == .otherSizes(recorded: Self.name(2, 100, 254), wanted: Self.wide))
    #expect(verdict("\(Self.standard)", Self.wide, accepting: true) == .adopted(Self.wide))
  }

  @Test(arguments: [
    "freshet-cdc-4/40-100-254/4096", "other/1", "", "freshet-cdc-3/9-5-2/4096",
    "freshet-cdc-3/1-2-3/99999999999999999999",
  ])
  func `newer and unknown rules are refused until that is accepted`(_ recorded: String) {
    #expect(verdict(recorded, nil) == .unknownRules(recorded: recorded))
    #expect(verdict(recorded, nil, accepting: true) == .adopted(Self.standard))
  }

  @Test func `recorded sizes above the embedder's limit give way to the default`() {
    #expect(verdict("freshet-cdc-3/800-2000-4000/64000", nil, limit: 254) == .adopted(Self.standard))
    #expect(verdict("freshet-cdc-3/800-2000-4000/64000", nil, limit: nil).self != .adopted(Self.standard))
  }

  @Test func `two processes with different sizes don't replace each other's record`() {
    // Whatever the order, the first one's sizes stay until somebody accepts others.
    var record: String?
    for turn in 0..<10 {
      let wanted = turn % 2 == 0 ? Self.standard : Self.wide
      if case .adopted(let chunker) = verdict(record, wanted) { record = "\(chunker)" }
      #expect(record == "\(Self.standard)", "turn \(turn)")
    }
  }
}
