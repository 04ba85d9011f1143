/// A way to solve a problem, as a value. Each interface words it: the command as a command line, a program as a call.
public enum Remedy: Hashable, Sendable {
  /// Index what changed; with `all`, write every passage again from its source.
  case reindex(all: Bool)
  /// Index a folder of documents, into the store at this path if one is named.
  case reindexFolder(store: String?)
  /// Index again in a new store.
  case reindexElsewhere
  /// Index, and accept that documents which the scan found missing are removed.
  case acceptDeletions
  /// Index one path, whatever its name.
  case reindexPath
  /// Repeat the operation, and accept the loss.
  case acceptLoss
  /// Accept another store's removals at the next exchange with it.
  case acceptRemovals
  /// Compare the index with its sources; with `verifying`, read everything that is stored.
  case audit(verifying: Bool)
  /// Check the machine and the store; with `thoroughly`, read every page.
  case examine(thoroughly: Bool)
  /// Ask why a document is in its present state.
  case explain(DocumentID)
  /// Look at the versions of a document.
  case showVersions(DocumentID)
  /// Ask for the store's status.
  case showStatus
  /// Watch the sources, so that the index follows them.
  case watch
  /// Exchange with the other store.
  case sync
  /// Give the other store more time to answer.
  case waitLonger
  /// Remove a document for good.
  case erase(DocumentID)
  /// Correct stamps that lie too far in the future to be right.
  case repairClock
  /// Install the model in this folder; nil for the standard folder.
  case fetchModel(into: String?)
  /// Use another store; the value describes it, for example "another folder".
  case useStore(String)
  /// Name the store at this path explicitly, because the search for a store ignores it.
  case nameStore(path: String)
  /// End the search for a store below this folder.
  case endSearch(below: String)
  /// Keep the store in another place.
  case moveStore
}

extension Remedy {
  /// The remedy as an instruction, in words that fit every interface.
  var imperative: String {
    switch self {
    case .reindex(let all): all ? "reindex everything" : "reindex"
    case .reindexFolder(let store): store == nil ? "reindex a folder" : "reindex a folder into it"
    case .reindexElsewhere: "reindex into a new store"
    case .acceptDeletions: "reindex, and accept the deletions"
    case .reindexPath: "reindex its path"
    case .acceptLoss: "accept the loss"
    case .acceptRemovals: "accept this at the next exchange with it"
    case .audit(let verifying): verifying ? "audit what is stored" : "audit"
    case .examine(let thoroughly): thoroughly ? "examine it thoroughly" : "examine it"
    case .explain(let id): "ask why \(id) is so"
    case .showVersions(let id): "look at the versions of \(id)"
    case .showStatus: "look at the status"
    case .watch: "watch the sources"
    case .sync: "exchange"
    case .waitLonger: "wait longer"
    case .erase(let id): "erase \(id)"
    case .repairClock: "repair the clock"
    case .fetchModel: "fetch the model"
    case .useStore(let which): "use \(which)"
    case .nameStore: "name it"
    case .endSearch: "end the search below it"
    case .moveStore: "keep it elsewhere"
    }
  }

  /// The remedy as a noun, in words that fit every interface.
  var noun: String {
    switch self {
    case .reindex(let all): all ? "reindexing everything" : "reindexing"
    case .reindexFolder(let store): store == nil ? "reindexing a folder" : "reindexing a folder into it"
    case .reindexElsewhere: "reindexing into a new store"
    case .acceptDeletions: "reindexing with deletions accepted"
    case .reindexPath: "reindexing its path"
    case .acceptLoss: "accepting the loss"
    case .acceptRemovals: "accepting this at the next exchange with it"
    case .audit(let verifying): verifying ? "an audit of what is stored" : "an audit"
    case .examine(let thoroughly): thoroughly ? "a thorough examination" : "an examination"
    case .explain(let id): "an explanation of \(id)"
    case .showVersions(let id): "the versions of \(id)"
    case .showStatus: "the status"
    case .watch: "a watch"
    case .sync: "an exchange"
    case .waitLonger: "a longer timeout"
    case .erase(let id): "erasing \(id)"
    case .repairClock: "a repair of the clock"
    case .fetchModel: "fetching the model"
    case .useStore(let which): which
    case .nameStore: "naming it"
    case .endSearch: "a search that ends below it"
    case .moveStore: "another place"
    }
  }
}

extension Remedy: CustomStringConvertible {
  public var description: String { imperative }
}
