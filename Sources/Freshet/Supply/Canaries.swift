/// Canaries: fixed texts whose vectors the store records when it first uses an embedding space. Embedding the canaries
/// again reveals whether the embedder has changed although its name hasn't.
///
/// A served model can change without its name changing: another revision, quantisation, pooling or truncation. Each of
/// these changes moves the vector of at least one text by far more than another processor or library does. The texts
/// are short, differ in script, length and subject, and never change, because later vectors are compared with the
/// stored ones.
package enum Canaries {
  package static let texts = [
    "tide tables",
    "The pump is stopped before the valve is closed.",
    "How long are leases kept after their holder died?",
    "func area(width: Int, height: Int) -> Int { width * height }",
    "3.14159 2.71828 1.41421",
    "Der Pegel steigt seit gestern Abend.",
    "水位在上升。",
    "NOT ready; retry in 30 s, then give up and say so to whoever is on call tonight, by telephone rather than by mail.",
  ]
}
