internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// Performs the write transactions of a sync. A transaction may give the store a new replica name, but throws if that
/// has happened before in this sync.
struct RenewingWriter {
  private(set) var renewals = 0

  var isRenewed: Bool { renewals > 0 }

  mutating func write<Value>(_ store: Store, _ body: (StoreWriter) throws -> Value) throws -> Value {
    let isExhausted = renewals >= ExchangeLimits.renewals
    let (value, isRenewed) = try store.write { writer in
      let before = try writer.reader.identity().replica
      let value = try body(writer)
      let isRenewed = try writer.reader.identity().replica != before
      if isRenewed, isExhausted { throw ExchangeLie("a second reason for this store to change its replica name") }
      return (value, isRenewed)
    }
    if isRenewed { renewals += 1 }
    return value
  }
}
