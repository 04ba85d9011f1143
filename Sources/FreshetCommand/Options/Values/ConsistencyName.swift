internal import ArgumentParser
internal import Freshet

enum ConsistencyName: String, ExpressibleByArgument, CaseIterable {
  case any, bounded, session, barrier, strict
}
