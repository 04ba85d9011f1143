internal import FreshetCorpus
internal import Synchronization

/// Keeps the `LexicalLayout` of the last state of the store in which a question asked for words, so that the next
/// question in this state doesn't read it again.
///
/// A state is identified by its token: each commit that changes placements has an entry in the change log.
final class LexicalMemory: Sendable {
  private let kept = Mutex<(state: SessionToken, layout: LexicalLayout)?>(nil)

  func layout(in state: SessionToken) -> LexicalLayout? {
    kept.withLock { $0?.state == state ? $0?.layout : nil }
  }

  func keep(_ layout: LexicalLayout, of state: SessionToken) {
    kept.withLock { $0 = (state, layout) }
  }
}
