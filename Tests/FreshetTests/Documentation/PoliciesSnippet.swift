import FreshetCorpus
import Freshet

/// The code of Policies.md, so that it is compiled and run. `SnippetTests` compares the two texts.
enum PoliciesSnippet {
  static func sources(handbook: String, archive: String) -> [SourceConfiguration] {
    [
      SourceConfiguration(
        name: "handbook", root: handbook, exclude: ["drafts/"],
        coherence: .writeBehind(maxLag: .seconds(5), maxPending: 20_000, batch: 64),
        objective: StalenessObjective(staleness: .seconds(30), target: 0.999)),
      SourceConfiguration(
        name: "archive", root: archive,
        coherence: .refreshAhead(softTTL: .seconds(300), hardTTL: .seconds(3600), beta: 1, budget: 4)),
    ]
  }
}
