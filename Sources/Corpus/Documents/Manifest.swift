/// One revision of a document as the index serves it: where its passages stand, and what they were made with.
package struct Manifest: Hashable, Sendable {
  package let document: DocumentID
  package let revision: Revision
  package let sizeInBytes: Int
  package let format: DocumentFormat
  package let space: SpaceID
  /// The identity of the chunker and its sizes: other sizes part the same bytes in other places.
  package let chunker: String
  package let title: String?
  package let metadata: [String: String]
  package let placements: [Placement]
  /// What the file's `stat` said around the read; nil for a pushed document.
  package let stamped: StampedRevision?

  package init(
    document: DocumentID, revision: Revision, sizeInBytes: Int, format: DocumentFormat = .markdown, space: SpaceID,
    chunker: String, title: String?, metadata: [String: String], placements: [Placement], stamped: StampedRevision?
  ) {
    self.document = document
    self.revision = revision
    self.sizeInBytes = sizeInBytes
    self.format = format
    self.space = space
    self.chunker = chunker
    self.title = title
    self.metadata = metadata
    self.placements = placements
    self.stamped = stamped
  }
}

extension Manifest {
  package var content: VersionContent {
    VersionContent(
      revision: revision, sizeInBytes: sizeInBytes, format: format, chunker: chunker, title: title, metadata: metadata,
      placements: placements)
  }
}

/// What the store knows of a document without its passages.
package struct IndexedDocument: Hashable, Sendable {
  package let id: DocumentID
  package let revision: Revision
  package let space: SpaceID
  package let chunker: String
  package let sizeInBytes: Int
  package let stamped: StampedRevision?
  package let verified: Verification
  /// Different texts that stand side by side, or one and a removal: 1 where nobody disagrees.
  package let siblings: Int

  package init(
    id: DocumentID, revision: Revision, space: SpaceID, chunker: String, sizeInBytes: Int,
    stamped: StampedRevision?, verified: Verification, siblings: Int = 1
  ) {
    self.id = id
    self.revision = revision
    self.space = space
    self.chunker = chunker
    self.sizeInBytes = sizeInBytes
    self.stamped = stamped
    self.verified = verified
    self.siblings = siblings
  }
}

extension IndexedDocument {
  /// A stand-in for a row that can't be read. It differs from every document that a source can hold.
  package static func damaged(_ id: DocumentID) -> IndexedDocument {
    IndexedDocument(
      id: id, revision: Revision(.zero), space: SpaceID(.zero), chunker: "", sizeInBytes: 0, stamped: nil,
      verified: Verification(method: .contentHash, at: Timestamp(nanoseconds: 0)))
  }
}

/// A document whose current revision is not indexed yet: a row of the journal.
package struct PendingDocument: Hashable, Sendable {
  package let id: DocumentID
  package let observedAt: Timestamp
  package let attempts: Int
  /// Why the last attempt failed; nil before the first.
  package let failure: String?
  /// When it is tried again; nil for at once.
  package let nextAttemptAt: Timestamp?
  /// It failed too often: it isn't tried again until it changes.
  package let isBuried: Bool
  /// Whether its removal is held back, because too many documents would go at once. It stays served until the loss is
  /// confirmed; `failure` says why.
  package let isHeldBack: Bool

  /// Why its removal is held back; nil if it isn't.
  package var heldBack: String? { isHeldBack ? failure ?? "held back" : nil }

  package init(
    id: DocumentID, observedAt: Timestamp, attempts: Int, failure: String?, nextAttemptAt: Timestamp? = nil,
    isBuried: Bool = false, isHeldBack: Bool = false
  ) {
    self.id = id
    self.observedAt = observedAt
    self.attempts = attempts
    self.failure = failure
    self.nextAttemptAt = nextAttemptAt
    self.isBuried = isBuried
    self.isHeldBack = isHeldBack
  }
}

/// A point in the store's life: what is decided after it must not undo what was committed after it.
///
/// Taken before a source is looked at. A document whose last change is newer was overtaken; a journal row whose last
/// observation is newer stays.
package struct Moment: Hashable, Sendable {
  package let sequence: Int64
  package let observation: Int64
  /// What is observed after the moment was observed later than this; nil when nobody looked at the clock.
  package let takenAt: Timestamp?

  package init(sequence: Int64, observation: Int64, takenAt: Timestamp? = nil) {
    self.sequence = sequence
    self.observation = observation
    self.takenAt = takenAt
  }
}

/// What became of a change that was decided upon an older state of the store.
package enum CommitOutcome: Hashable, Sendable {
  case committed
  /// Somebody else had done the same.
  case alreadyDone
  /// Somebody else has committed a newer version since: nothing was written.
  case overtaken
}

/// One placement with everything that a certificate states about it.
package struct ServedPlacement: Hashable, Sendable {
  package let document: DocumentID
  package let revision: Revision
  package let version: VersionVector
  package let placement: Placement
  package let stamped: StampedRevision?
  package let verified: Verification
  /// When its source was seen to have perhaps changed; nil when nothing was seen since.
  package let suspectSince: Timestamp?
  /// Different texts that stand side by side, or one and a removal: 1 where nobody disagrees.
  package let siblings: Int
  /// Why it is served although its source may not have it; nil for most documents.
  package let heldBack: String?

  package init(
    document: DocumentID, revision: Revision, version: VersionVector, placement: Placement,
    stamped: StampedRevision?, verified: Verification, suspectSince: Timestamp?, siblings: Int,
    heldBack: String?
  ) {
    self.document = document
    self.revision = revision
    self.version = version
    self.placement = placement
    self.stamped = stamped
    self.verified = verified
    self.suspectSince = suspectSince
    self.siblings = siblings
    self.heldBack = heldBack
  }
}

/// A committed change of the index: what a view of it follows.
package struct Change: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable {
    /// A revision is served.
    case install
    /// The document is served no more.
    case retire
    /// Vectors that its passages had waited for have landed.
    case embed
    /// Vectors of its passages were replaced, because the embedder gives different ones.
    case mend
  }

  package let sequence: Int64
  package let kind: Kind
  package let document: DocumentID

  package init(sequence: Int64, kind: Kind, document: DocumentID) {
    self.sequence = sequence
    self.kind = kind
    self.document = document
  }
}
