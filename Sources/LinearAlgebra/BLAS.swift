internal import FreshetCBLAS
internal import FreshetKernels
internal import Glibc

/// The system's BLAS (library for matrix products), in whichever implementation the dynamic linker finds.
///
/// The library is loaded at its first use, because loading OpenBLAS takes longer than many commands that don't need it.
/// It is restricted to one thread: Freshet computes batches in parallel itself, and OpenBLAS becomes very slow when its
/// threads share cores with others.
package enum BLAS {
  /// The name of the loaded implementation. Benchmarks print it with their results, because the reference
  /// implementation is about 30 times slower than OpenBLAS.
  package static var provider: String { loaded.provider }

  /// Whether the library passed a test product at its first use. Old builds compute wrong results on some processors.
  package static var isReliable: Bool { loaded.isRight }

  private static let loaded: (provider: String, isRight: Bool) = {
    setThreadCount(1)
    return (providerName(), productsAreRight())
  }()

  private typealias Product =
    @convention(c) (
      CBLAS_LAYOUT, CBLAS_TRANSPOSE, CBLAS_TRANSPOSE, Int32, Int32, Int32, Float, UnsafePointer<Float>, Int32,
      UnsafePointer<Float>, Int32, Float, UnsafeMutablePointer<Float>, Int32
    ) -> Void

  /// The file names of the library in Debian's alternatives system and on other systems.
  private static let names = ["libblas.so.3", "libopenblas.so.0", "libblas.so", "libopenblas.so"]

  private struct Library: @unchecked Sendable {  // immutable, and never closed: any thread may call it
    let handle: UnsafeMutableRawPointer
    let product: Product
  }

  private static let library: Library = {
    for name in names {
      guard let handle = dlopen(name, RTLD_NOW | RTLD_GLOBAL), let symbol = dlsym(handle, "cblas_sgemm") else {
        continue
      }
      return Library(handle: handle, product: unsafeBitCast(symbol, to: Product.self))
    }
    fatalError(
      "found no BLAS library with cblas_sgemm (tried \(names.joined(separator: ", "))); install one: apt-get install libblas3"
    )
  }()

  /// Computes the matrix product c = a · bᵀ: c[i·stride + j] = Σₖ a[i·inner + k] · b[j·inner + k].
  ///
  /// The order of summation depends on the library. The error is |computed − exact| ≤ γₙ Σₖ |a[i·inner + k] · b[j·inner
  /// + k]|, where n = inner, γₙ = n·u / (1 − n·u) and u = 2⁻²⁴ (Higham 2002, §3.1).
  ///
  /// - Parameters:
  ///   - a: a matrix of rows × inner floats.
  ///   - rows: the number of rows of a and c.
  ///   - b: a matrix of columns × inner floats, such as the weights of a dense layer as they are stored.
  ///   - columns: the number of rows of b, which is the number of columns of c.
  ///   - inner: the number of columns of a and b.
  ///   - c: the result, rows × columns floats. It must not overlap a or b.
  ///   - stride: the distance between rows of c, in floats.
  package static func multiply(
    _ a: UnsafePointer<Float>, rows: Int, byTransposed b: UnsafePointer<Float>, columns: Int, inner: Int,
    into c: UnsafeMutablePointer<Float>, stride: Int
  ) {
    library.product(
      CblasRowMajor, CblasNoTrans, CblasTrans, Int32(rows), Int32(columns), Int32(inner),
      1, a, Int32(inner), b, Int32(inner), 0, c, Int32(stride))
  }

  /// Sets the number of threads that the library uses. Does nothing unless the library is OpenBLAS.
  private static func setThreadCount(_ count: Int32) {
    guard let symbol = dlsym(library.handle, "openblas_set_num_threads") else { return }
    unsafeBitCast(symbol, to: (@convention(c) (Int32) -> Void).self)(count)
  }

  private static func providerName() -> String {
    func text(_ function: String) -> String? {
      guard let symbol = dlsym(library.handle, function) else { return nil }
      let call = unsafeBitCast(symbol, to: (@convention(c) () -> UnsafePointer<CChar>?).self)
      return call().map { String(cString: $0) }
    }
    if let configuration = text("openblas_get_config") {
      return "\(configuration) on \(text("openblas_get_corename") ?? "an unknown core")"
    }
    let path = dlsym(library.handle, "cblas_sgemm").flatMap { freshet_library_holding($0) }
    return path.map { String(cString: $0) } ?? "an unknown BLAS"
  }

  /// Returns whether the library computes a product of small integers correctly. float32 represents all products and
  /// sums exactly, so any difference is an error, whatever the order of summation.
  private static func productsAreRight() -> Bool {
    let (rows, columns, inner) = (19, 35, 67)  // odd, so that the edges of the library's blocks are tried too
    let a = (0..<rows * inner).map { Float($0 % 13) - 6 }
    let b = (0..<columns * inner).map { Float($0 % 11) - 5 }
    var c = [Float](repeating: .nan, count: rows * columns)
    multiply(a, rows: rows, byTransposed: b, columns: columns, inner: inner, into: &c, stride: columns)
    return (0..<rows * columns).allSatisfy { index in
      let (row, column) = index.quotientAndRemainder(dividingBy: columns)
      return c[index] == (0..<inner).reduce(0) { $0 + a[row * inner + $1] * b[column * inner + $1] }
    }
  }
}
