package import FreshetCorpus
internal import GRDB

/// A passage, and the passage whose vector searches use for it: the passage itself or its stand-in (an old passage
/// whose vector serves until the new one exists).
package struct PassageAnswer: Hashable, Sendable {
  package let own: ContentAddress
  package let answering: ContentAddress?

  package init(own: ContentAddress, answering: ContentAddress?) {
    self.own = own
    self.answering = answering
  }
}
