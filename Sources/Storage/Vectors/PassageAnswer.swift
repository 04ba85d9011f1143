package import FreshetCorpus
internal import GRDB

/// A passage, and the passage whose vector answers for it: itself, a stand-in, or none yet.
package struct PassageAnswer: Hashable, Sendable {
  package let own: ContentAddress
  package let answering: ContentAddress?

  package init(own: ContentAddress, answering: ContentAddress?) {
    self.own = own
    self.answering = answering
  }
}
