internal import FreshetCorpus
internal import Foundation
internal import GRDB

/// The part of format 5 that concerns content: which text isn't read, words without invisible signs, and texts that a
/// column couldn't hold.
extension Schema {
  /// Older versions judged skipped entries by their first 8 KiB. Such entries count as hidden text until all of their
  /// bytes are judged. Documents with a text that isn't what was stored go into the journal: until they are read again,
  /// a missing answer proves nothing.
  static let content = """
    ALTER TABLE skipped ADD COLUMN form TEXT;         -- of undecodable: in which form it holds text that isn't read
    UPDATE skipped SET reason = 'undecodable', revision = NULL, bytes = NULL, device = NULL, inode = NULL,
      modified = NULL, changed = NULL, looked_at = NULL
    WHERE reason IN ('binary', 'undecodable');
    UPDATE chunks SET spaced = freshet_spaced(text) WHERE spaced IS NOT freshet_spaced(text);
    INSERT INTO journal (source, path, observed_at)
    SELECT DISTINCT d.source, d.path, d.verified_at
    FROM chunks c JOIN placements p ON p.chunk = c.id JOIN documents d ON d.id = p.document
    WHERE d.is_served AND d.method = 'contentHash' AND NOT freshet_is_text(c.text, c.address)
    ON CONFLICT DO NOTHING;
    """

  /// Whether a text matches its address.
  static let isText = DatabaseFunction("freshet_is_text", argumentCount: 2, pure: true) { arguments in
    guard let text = Data.fromDatabaseValue(arguments[0]), let address = Data.fromDatabaseValue(arguments[1])
    else { return false }
    return text.withUnsafeBytes { Fingerprint(hashing: $0) }.column == address
  }
}
