internal import FreshetCorpus
internal import Foundation
internal import GRDB

/// The part of the migration to store format 5 that concerns content. It adds a column for the form of text that
/// Freshet doesn't read, removes invisible characters from the lexical index, and finds texts that older versions
/// couldn't store correctly.
extension Schema {
  /// The SQL statements of this part of the migration.
  ///
  /// Older versions classified skipped files by their first 8 KiB. From now on such files count as undecodable until a
  /// process has read all of their bytes.
  ///
  /// The statements add each document with a text that doesn't match its hash to the journal (the table of possible
  /// changes). Until a process has read the document again, a search without a match doesn't prove that the content is
  /// absent.
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

  /// The SQL function that checks whether a text matches its address, the hash of the text.
  static let isText = DatabaseFunction("freshet_is_text", argumentCount: 2, pure: true) { arguments in
    guard let text = Data.fromDatabaseValue(arguments[0]), let address = Data.fromDatabaseValue(arguments[1])
    else { return false }
    return text.withUnsafeBytes { Fingerprint(hashing: $0) }.column == address
  }
}
