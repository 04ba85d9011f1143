extension Schema {
  /// The part of the migration to store format 7 that concerns synchronizations and garbage collections.
  ///
  /// A store keeps the digest of each document's state, and the digest of the root of the tree over all of them. So a
  /// synchronization that finds nothing to do reads one row. Triggers delete a digest whenever a row changes that the
  /// digest covers. A trigger, unlike a call in a function, can't be forgotten by a new writer.
  ///
  /// A garbage collection records the content that it may delete in two tables of candidates, and deletes it later, in
  /// other commits. Triggers remove a candidate as soon as a writer stores it again or refers to it (the write barrier
  /// of incremental collectors: Dijkstra, Lamport, Martin, Scholten and Steffens, "On-the-Fly Garbage Collection", CACM
  /// 21(11), 1978).
  static let collection = digests + candidates + barrier.map(barrierTrigger).joined()

  private static let digests = """

    ALTER TABLE documents ADD COLUMN digest BLOB CHECK (length(digest) = 32);  -- of its state; NULL: not computed
    ALTER TABLE meta ADD COLUMN root BLOB;  -- digest of the tree over all states; of 8 bytes: a claim; NULL: not computed
    CREATE INDEX documents_undigested ON documents (id) WHERE digest IS NULL;
    CREATE TRIGGER documents_restated AFTER UPDATE OF id, source, path, version, dots, attributes ON documents BEGIN
      UPDATE documents SET digest = NULL WHERE id IN (old.id, new.id) AND digest IS NOT NULL;
      UPDATE meta SET root = NULL WHERE root IS NOT NULL;
    END;
    CREATE TRIGGER documents_left AFTER DELETE ON documents BEGIN
      UPDATE meta SET root = NULL WHERE root IS NOT NULL;
    END;
    CREATE TRIGGER versions_came AFTER INSERT ON versions WHEN new.is_current BEGIN
      UPDATE documents SET digest = NULL WHERE id = new.document AND digest IS NOT NULL;
      UPDATE meta SET root = NULL WHERE root IS NOT NULL;
    END;
    CREATE TRIGGER versions_restated AFTER UPDATE OF document, replica, write, is_current ON versions
    WHEN old.is_current OR new.is_current BEGIN
      UPDATE documents SET digest = NULL WHERE id IN (old.document, new.document) AND digest IS NOT NULL;
      UPDATE meta SET root = NULL WHERE root IS NOT NULL;
    END;
    CREATE TRIGGER versions_left AFTER DELETE ON versions WHEN old.is_current BEGIN
      UPDATE documents SET digest = NULL WHERE id = old.document AND digest IS NOT NULL;
      UPDATE meta SET root = NULL WHERE root IS NOT NULL;
    END;
    """

  /// Addresses are hexadecimal here, as in manifests, so that the barrier finds the passages of a manifest by the key.
  private static let candidates = """

    ALTER TABLE meta ADD COLUMN collections INTEGER NOT NULL DEFAULT 0;  -- number of the newest garbage collection
    CREATE INDEX documents_by_mounts ON documents (mounts) WHERE mounts IS NOT NULL;
    CREATE TABLE passage_candidates (
      address TEXT PRIMARY KEY,          -- of a passage that a garbage collection may free, in hexadecimal
      collection INTEGER NOT NULL        -- the number of that collection
    ) WITHOUT ROWID;
    CREATE TABLE blob_candidates (
      revision BLOB PRIMARY KEY,         -- of a pushed text that a garbage collection may free
      collection INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TRIGGER chunks_freed AFTER DELETE ON chunks BEGIN
      DELETE FROM passage_candidates WHERE address = lower(hex(old.address));
    END;
    CREATE TRIGGER blobs_freed AFTER DELETE ON blobs BEGIN
      DELETE FROM blob_candidates WHERE revision = old.revision;
    END;
    """

  /// The events that store content again or refer to it: the trigger's name, the event, and the condition for the
  /// candidates to remove. Triggers on inserts that may meet an existing row run before them: a trigger after an insert
  /// doesn't run if the row exists already.
  private static let barrier = [
    ("chunks_kept", "BEFORE INSERT ON chunks", ofAddress),
    ("chunks_kept_again", "AFTER UPDATE OF address, text, spaced, kept_at ON chunks", ofAddress),
    ("placements_came", "AFTER INSERT ON placements", ofChunk),
    ("placements_moved", "AFTER UPDATE OF chunk ON placements", ofChunk),
    ("stand_ins_came", "AFTER INSERT ON stand_ins", ofChunk),
    ("stand_ins_moved", "AFTER UPDATE OF chunk ON stand_ins", ofChunk),
    ("awaited_came", "BEFORE INSERT ON awaited", ofAddress),
    ("awaited_moved", "AFTER UPDATE OF address ON awaited", ofAddress),
    ("manifests_came", "AFTER INSERT ON versions", ofManifest),
    ("manifests_changed", "AFTER UPDATE OF manifest ON versions", ofManifest),
    ("blobs_kept", "BEFORE INSERT ON blobs", ofRevision),
    ("revisions_came", "AFTER INSERT ON versions", ofRevision),
    ("revisions_changed", "AFTER UPDATE OF revision ON versions", ofRevision),
  ]

  private static let ofAddress = "passage_candidates WHERE address = lower(hex(new.address))"
  private static let ofChunk =
    "passage_candidates WHERE address = (SELECT lower(hex(c.address)) FROM chunks c WHERE c.id = new.chunk)"
  private static let ofManifest = """
    passage_candidates WHERE address IN (
        SELECT json_extract(j.value, '$[6]')
        FROM json_each(CASE WHEN json_valid(new.manifest) THEN new.manifest ELSE '[]' END) j)
    """
  private static let ofRevision = "blob_candidates WHERE revision = new.revision"

  /// The trigger does nothing unless there are candidates, so that it costs little while no collection runs.
  private static func barrierTrigger(name: String, event: String, candidates: String) -> String {
    """

    CREATE TRIGGER \(name) \(event) WHEN EXISTS (SELECT 1 FROM \(candidates.prefix { $0 != " " })) BEGIN
      DELETE FROM \(candidates);
    END;
    """
  }
}
