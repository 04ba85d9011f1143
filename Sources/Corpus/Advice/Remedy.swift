/// A way to solve a problem, as a value. Each interface puts it into words: the command-line tool as a command line,
/// the library as a call.
public enum Remedy: Hashable, Sendable {
  /// Index the changed documents; with `all`, index every document again and rewrite its passages.
  case reindex(all: Bool)
  /// Index a folder of documents into the store at the path `store`; nil for the default store.
  case reindexFolder(store: String?)
  /// Index the documents again into a new store.
  case reindexElsewhere
  /// Index the documents again, and confirm the removal of documents that the scan didn't find.
  case acceptDeletions
  /// Split all documents again with the configured sizes of passages.
  case resplit
  /// Index one path, even if its name is hidden or looks like that of a secret.
  case reindexPath
  /// Repeat the operation, and confirm the loss that it causes.
  case acceptLoss
  /// Confirm the removals that another store sent, at the next synchronization with that store.
  case acceptRemovals
  /// Compare the index with its sources; with `verifying`, also check all stored texts and vectors.
  case audit(verifying: Bool)
  /// Check the machine and the store; with `thoroughly`, read every page of the database.
  case examine(thoroughly: Bool)
  /// Ask why a document is in its present state.
  case explain(DocumentID)
  /// Show the versions of a document.
  case showVersions(DocumentID)
  /// Show the store's status.
  case showStatus
  /// Watch the sources, so that the index follows their changes.
  case watch
  /// Synchronize with the other store.
  case sync
  /// Repeat the synchronization with a longer timeout, because the other store answers slowly.
  case waitLonger
  /// Erase a document and every stored byte of it.
  case erase(DocumentID)
  /// Repair stamps (hybrid logical times) that are too far in the future to be true.
  case repairClock
  /// Install the embedding model in the folder `into`; nil for the standard folder.
  case fetchModel(into: String?)
  /// Use another store; the value describes it, for example "another folder".
  case useStore(String)
  /// Specify the store at `path` explicitly, because the search for a store ignores it.
  case nameStore(path: String)
  /// Limit the search for a store to folders below the path `below`.
  case endSearch(below: String)
  /// Keep the store in another folder.
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
    case .resplit: "reindex, and accept the new sizes"
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
    case .resplit: "reindexing with the new sizes accepted"
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
