"""The verifier: the score and the bound of a solution file once more, in whole numbers and by code of its own.

Nothing here knows the model, numpy or an engine. Only the meaning of a problem and the readers of files are shared.
"""
