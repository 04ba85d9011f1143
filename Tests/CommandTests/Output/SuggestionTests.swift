internal import FreshetCommand
import Testing

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("max_lag", "max-lag"), ("polciy", "policy"), ("exclud", "exclude"), ("rooot", "root"), ("setle", "settle"),
  ])
  func `a slip leads to the word that was meant`(slip: String, word: String) {
    #expect(Suggestion.nearest(to: slip, among: ["batch", "exclude", "max-lag", "policy", "root", "settle"]) == word)
  }

  @Test(arguments: [("qurey", "query"), ("reindx", "reindex"), ("staus", "status"), ("hepl", "help")])
  func `a mistyped command leads to the one that was meant`(slip: String, command: String) throws {
    let tree = try CommandTree()
    for arguments in [[slip], [slip, "alpha", "--json"]] {
      let outcome = try tree.freshet(arguments)
      #expect(outcome.status == 2 && outcome.output.isEmpty, "\(outcome)")
      #expect(outcome.errors == "freshet: there is no command \(slip): did you mean \(command)?\n")
    }
  }

  @Test(arguments: ["--help", "query", "colour"])
  func `what is no slip is left to the parser`(word: String) throws {
    let tree = try CommandTree()
    #expect(try !tree.freshet([word]).errors.contains("did you mean"))
  }

  @Test func `a word that is like none leads to none`() {
    #expect(Suggestion.nearest(to: "colour", among: ["root", "policy", "batch"]) == nil)
    #expect(Suggestion.nearest(to: "", among: ["root"]) == nil)
  }

  @Test func `the distance is symmetric, zero for equal words only, and one for a swap`() {
    let letters = ["a", "b"]
    let words = [""] + letters + letters.flatMap { one in letters.map { one + $0 } }
    for one in words {
      for other in words {
        #expect(Suggestion.distance(one, other) == Suggestion.distance(other, one))
        #expect((Suggestion.distance(one, other) == 0) == (one == other))
      }
    }
    #expect(Suggestion.distance("ab", "ba") == 1)
    #expect(Suggestion.distance("kitten", "sitting") == 3)
  }
}
