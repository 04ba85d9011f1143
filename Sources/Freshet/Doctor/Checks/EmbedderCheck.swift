internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetEmbedding
internal import FreshetStorage

/// Embeds the canaries (fixed texts whose vectors are on record), and checks whether the embedder still returns the
/// same vectors as when the store was indexed.
enum EmbedderCheck {
  static let name = "embedder"

  static func findings(in patient: Patient) async throws -> [HealthFinding] {
    guard case .open(let store) = patient.condition, let space = patient.space else { return [] }
    guard let embedder = known(space) else {
      return [
        HealthFinding(
          .note, name,
          "this command can't check \(space.model), because only another program has it: that program can call checkCanaries()"
        )
      ]
    }
    do {
      let test = CanaryTest(store: store, embedder: embedder, clock: patient.examination.clock)
      return [judge(agreement: try await test.agreement())]
    } catch let error as EmbeddingError {
      return [HealthFinding(.note, name, "the embedder can't be checked: \(error)")]
    }
  }

  private static func known(_ space: EmbeddingSpace) -> DeferredEmbedder? {
    [DeferredEmbedder.miniLM(), .hashing()].first { $0.space == space }
  }

  /// Judges whether the embedder still returns the vectors that it returned when the store was made.
  ///
  /// - Parameter agreement: the lowest cosine between a canary's stored vector and its vector now; nil if none are
  ///   stored yet.
  static func judge(agreement: Double?) -> HealthFinding {
    guard let agreement else {
      return HealthFinding(
        .note, name,
        "the store has no vectors of test texts yet: Freshet stores them when it embeds the next passage")
    }
    let lowest = "lowest cosine \((agreement * 10_000).rounded() / 10_000)"
    if !CanaryCheck(checkedAt: Timestamp(nanoseconds: 0), agreement: agreement).hasDrifted {
      return HealthFinding(.ok, name, "the embedder's vectors are the same as when the store was made (\(lowest))")
    }
    return HealthFinding(
      .problem, name,
      "the embedder's vectors differ from when the store was made (\(lowest)), so Freshet doesn't use it",
      cure: """
        restore the former model or library, or index the documents again into a new store: \
        \(Remedy.reindexElsewhere) in the folder of your documents
        """)
  }
}
