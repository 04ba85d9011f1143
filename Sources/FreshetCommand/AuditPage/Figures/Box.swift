/// A rectangle in a drawing; `x` and `y` are its upper left corner.
package struct Box: Hashable, Sendable {
  package var x, y, width, height: Double

  package init(x: Double, y: Double, width: Double, height: Double) {
    (self.x, self.y, self.width, self.height) = (x, y, width, height)
  }

  package var area: Double { width * height }
  var right: Double { x + width }
  var bottom: Double { y + height }
}
