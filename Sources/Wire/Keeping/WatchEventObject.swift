package import Freshet

/// An event of a watch as JSON. The value of `event` determines which other keys exist; docs/commands/watch.md
/// documents them.
package struct WatchEventObject: Encodable {
  let at: String
  let event: String
  var source: String?
  var holder: String?
  var policy: String?
  var health: String?
  var everySeconds: Double?
  var watermark: String?
  var documents: [String]?
  var document: String?
  var lagSeconds: Double?
  var passages: Int?
  var waiting: Int?
  var why: AdvisedText?
  var attempts: Int?
  var retryAt: String?
  var count: Int?

  private init(_ event: String, at moment: Timestamp) {
    self.event = event
    at = moment.description
  }

  /// Makes an event that says how many earlier events were not printed, because the reader of the output was too slow.
  package init(dropped count: Int, at moment: Timestamp) {
    self.init("dropped", at: moment)
    self.count = count
  }

  package init(_ event: WatchEvent, at moment: Timestamp) {
    self.init(event.name, at: moment)
    switch event {
    case .standingBy(let source, let holder): (self.source, self.holder) = (source, holder)
    case .began(let source, let policy): (self.source, self.policy) = (source, policy)
    case .health(let source, let condition, let upTo):
      let object = HealthObject(condition)
      (self.source, health, everySeconds) = (source, object.health, object.everySeconds)
      why = object.why.map { AdvisedText($0) }
      watermark = upTo?.description
    case .observed(let documents): self.documents = documents.map(\.description)
    case .served(let document, let lag): (self.document, lagSeconds) = (document.description, lag.inSeconds)
    case .embedded(let passages, let waiting): (self.passages, self.waiting) = (passages, waiting)
    case .embedderFailed(let why): self.why = why
    case .failed(let document, let why, let attempts, let retryAt):
      (self.document, self.why, self.attempts) = (document.description, AdvisedText(why), attempts)
      self.retryAt = retryAt.description
    case .deadLettered(let document, let why, let attempts):
      (self.document, self.why, self.attempts) = (document.description, AdvisedText(why), attempts)
    case .heldBack(let source, let why): (self.source, self.why) = (source, why)
    case .interrupted(let source, let why): (self.source, self.why) = (source, why)
    }
  }
}

extension WatchEvent {
  fileprivate var name: String {
    switch self {
    case .standingBy: "standingBy"
    case .began: "began"
    case .health: "health"
    case .observed: "observed"
    case .served: "served"
    case .embedded: "embedded"
    case .embedderFailed: "embedderFailed"
    case .failed: "failed"
    case .deadLettered: "buried"
    case .heldBack: "heldBack"
    case .interrupted: "interrupted"
    }
  }
}
