// What an importer of Freshet meets in its signatures: values, embedders, and the errors of store and model.
@_exported public import Corpus
@_exported public import Embedding
@_exported public import Storage
