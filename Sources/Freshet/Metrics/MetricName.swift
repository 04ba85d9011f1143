/// The names of all metrics, as the metrics backend receives them. docs/METRICS.md explains each metric; a test
/// compares that page with this list.
///
/// If a counter or gauge has a unit, the unit is the last word of its name. Timers have none in their names, because
/// the backend chooses it.
package enum MetricName: String, CaseIterable, Sendable {
  case lag = "freshet.lag"
  case refreshes = "freshet.refreshes"
  case passagesEmbedded = "freshet.passages_embedded"
  case passagesReused = "freshet.passages_reused"
  case pending = "freshet.pending"
  case deadLetters = "freshet.dead_letters"
  case watermarkAge = "freshet.watermark_age_seconds"
  case watchHealth = "freshet.watch_health"
  case awaitingVectors = "freshet.awaiting_vectors"
  case embeddings = "freshet.embeddings"
  case embeddingFailures = "freshet.embedding_failures"
  case embeddingTime = "freshet.embedding_time"
  case leaseWaits = "freshet.lease_waits"
  case answers = "freshet.answers"
  case answerTime = "freshet.answer_time"
  case recallSamples = "freshet.recall_samples"
  case recallStated = "freshet.recall_stated"
  case recallTrue = "freshet.recall_true"
  case recallBelowTarget = "freshet.recall_below_target"
  case monitorDocuments = "freshet.monitor_documents"
  case monitorProbes = "freshet.monitor_probes"

  package enum Kind: String, Sendable {
    case counter, gauge, timer
  }

  package var kind: Kind {
    switch self {
    case .lag, .embeddingTime, .answerTime: .timer
    case .refreshes, .passagesEmbedded, .passagesReused, .embeddings, .embeddingFailures, .leaseWaits, .answers,
      .monitorProbes:
      .counter
    case .pending, .deadLetters, .watermarkAge, .watchHealth, .awaitingVectors, .recallSamples, .recallStated,
      .recallTrue, .recallBelowTarget, .monitorDocuments:
      .gauge
    }
  }

  /// The names of the metric's labels (dimensions).
  package var labels: [String] {
    switch self {
    case .lag, .refreshes, .passagesEmbedded, .passagesReused, .pending, .deadLetters, .watermarkAge: ["source"]
    case .watchHealth: ["source", "health"]
    case .answers: ["freshness"]
    case .answerTime: ["mode"]
    case .monitorProbes: ["outcome"]
    default: []
    }
  }

  /// A one-line description of what the metric measures.
  package var meaning: String {
    switch self {
    case .lag: "Time from a change of a file until searches find it, if the time of the change is known."
    case .refreshes: "Changes of documents that were indexed: new texts, and removals."
    case .passagesEmbedded: "Distinct passages of newly indexed texts that had no vector yet."
    case .passagesReused: "Distinct passages of newly indexed texts that already had a vector, so needed no embedding."
    case .pending: "Documents that may differ from the index and await a refresh."
    case .deadLetters: "Documents that failed too often: nothing retries them until they change or reindex runs."
    case .watermarkAge: "Age of the watermark, the time up to which all changes of the source are on record."
    case .watchHealth:
      "1 for the state that the source's watch is in, 0 for the others; 0 for all while no process watches."
    case .awaitingVectors: "Passages that await their vectors, so that searches find them only by their words."
    case .embeddings: "Vectors that this process computed and stored."
    case .embeddingFailures: "Passages whose embedding failed, each attempt counted."
    case .embeddingTime: "Time to embed one batch of passages and to store their vectors."
    case .leaseWaits: "How often this process waited for passages that another process was embedding."
    case .answers: "Answers, by the worst freshness of their hits; none stands for an answer without hits."
    case .answerTime: "Time of one call of retrieve, with one question or several."
    case .recallSamples: "Answers that were sampled to calibrate the approximate index since its last adjustment."
    case .recallStated: "The mean recall that the sampled answers stated, 0 to 1."
    case .recallTrue: "The mean true recall of the sampled answers, measured by an exact search, 0 to 1."
    case .recallBelowTarget: "The share of the sampled answers whose true recall was below their target, 0 to 1."
    case .monitorDocuments: "Documents in the sources or in the index that a monitor checks in turn."
    case .monitorProbes: "Results of a monitor's checks, each counted when it is certain."
    }
  }
}
