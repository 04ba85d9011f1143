// The types in Freshet's public signatures: values, embedders, and the errors of store and model.
@_exported public import FreshetCorpus
@_exported public import FreshetEmbedding
@_exported public import FreshetStorage
