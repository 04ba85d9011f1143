internal import FreshetCorpus
internal import Foundation
internal import GRDB

/// A list of addresses as the argument of an SQL statement, so that one statement answers for all of them.
enum AddressList {
  /// A common table expression of SQL: the table `asked`, whose column `address` contains each address in the argument
  /// `:addresses`.
  static let table = """
    WITH RECURSIVE asked (place, address) AS (
      SELECT 0, substr(:addresses, 1, 32) WHERE length(:addresses) > 0
      UNION ALL SELECT place + 1, substr(:addresses, 32 * place + 33, 32) FROM asked
      WHERE length(:addresses) > 32 * place + 32)
    """
  /// The FROM clause for the asked passages, as rows `c` of `chunks`. SQLite joins in this order.
  static let chunks = "asked CROSS JOIN chunks c ON c.address = asked.address"

  /// The argument `:addresses`: the addresses one after the other, 32 bytes each.
  static func blob(_ addresses: some Sequence<ContentAddress>) -> Data {
    addresses.reduce(into: Data()) { $0.append($1.fingerprint.column) }
  }
}

extension StoreReader {
  /// Calls `body` for each row of the query `sql`, which reads from `asked`. Runs one statement, and none for an empty
  /// list.
  ///
  /// - Parameter arguments: the values of the other arguments, by name.
  func each(
    _ addresses: some Collection<ContentAddress>, _ sql: String, _ arguments: StatementArguments = [:],
    _ body: (Row) throws -> Void
  ) throws {
    if addresses.isEmpty { return }
    let statement = try database.cachedStatement(sql: "\(AddressList.table) \(sql)")
    let rows = try Row.fetchCursor(statement, arguments: arguments + ["addresses": AddressList.blob(addresses)])
    while let row = try rows.next() { try body(row) }
  }
}
