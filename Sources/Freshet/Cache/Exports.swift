// Modules whose types occur in Freshet's public signatures: value types, embedders, and the errors of store and model.
@_exported public import FreshetCorpus
@_exported public import FreshetEmbedding
@_exported public import FreshetStorage
