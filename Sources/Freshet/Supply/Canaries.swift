/// Texts whose vectors are kept when a space is new, so that the embedder can be told from another one under its name.
///
/// A served model can change without its name changing: another revision, quantisation, pooling or truncation. Every
/// one of these moves some text's vector by far more than another processor or library does. The texts are short,
/// differ in script, length and subject, and never change: what is kept is compared with what is kept.
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
