internal import ArgumentParser
internal import Freshet
internal import FreshetWire

struct EraseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "erase",
    abstract: "Remove every trace of a document's text from the store; with --verify, exit with 1 if a trace remains.",
    discussion: """
      First delete or exclude the document's file. Erasing rewrites the whole database, so also end `freshet watch` and \
      queries of past states (`query --at`) first: the receipt names processes that may still hold some of the text.
      Only the call that erases a text can search for it: pass --verify to that call.
      """)

  @OptionGroup var named: DocumentArgument

  @OptionGroup var options: StoreOptions

  @Flag(help: "Afterwards search every file of the store's folder, byte by byte, for the erased text.")
  var verify = false

  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func run() async throws {
    let cache = try options.open(readOnly: false)
    let (document, names) = (named.document, try named.names(in: cache))
    var found: ErasureReceipt?
    for id in names.candidates(for: document) where found == nil {
      found = try await cache.erase(id, verifying: verify)
    }
    guard let receipt = found else { throw CommandError.unknownDocument(document, hint: names.hint(for: document)) }
    if json { try JSONOutput.print(ErasureObject(receipt)) } else { show(receipt) }
    if let search = receipt.search, search.found > 0 { throw ExitCode(ExitStatus.violations.rawValue) }
  }

  private func show(_ receipt: ErasureReceipt) {
    print("erased    \(receipt.document) at \(receipt.erasedAt)")
    print("token     \(receipt.token)")
    print("removal   \(receipt.isRemoval ? "recorded now: sync brings it to other stores" : "was recorded before")")
    print(
      """
      freed     \(receipt.versions.counted("version")), \(receipt.notes.counted("row")) about past and pending work, \
      \(receipt.passages.counted("passage")), \(receipt.vectors.counted("vector")), \
      \(receipt.blobs.counted("pushed text")): \(receipt.freedBytes.counted("byte"))
      """)
    for sentence in receipt.remains { print("stays     \(sentence)") }
    if let search = receipt.search { show(search) }
  }

  private func show(_ search: TraceSummary) {
    print(
      """
      searched  \(search.files.counted("file")), \(search.bytes.counted("byte")), for \
      \(search.windows.counted("piece")); \(search.commonWindows.counted("other piece is", "other pieces are")) \
      left out, because remaining documents have \(search.commonWindows.noun("it", "them")), too
      """)
    if search.windows == 0 {
      print("          nothing to search for: the document was erased before, or other documents have all its text")
    }
    print("found     " + (search.found > 0 ? Terminal.warning("\(search.found.counted("trace"))") : "0 traces"))
    for trace in search.traces { print("          \(trace.file) at byte \(trace.offset)") }
  }
}
