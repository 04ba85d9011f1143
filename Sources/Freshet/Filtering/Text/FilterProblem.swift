/// A `FilterSyntaxError` whose place is counted in Unicode scalars.
struct FilterProblem: Error, Hashable {
  let offset: Int
  let problem: String

  func located(in text: String) -> FilterSyntaxError {
    FilterSyntaxError(column: String(text.unicodeScalars.prefix(offset)).count + 1, problem: problem)
  }
}
