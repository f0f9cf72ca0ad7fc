"""The centre's lists and numbers: dispute types, channels, papers, thresholds, who is told of what. The shipped ones are
defaults; an administrator changes them here and nothing has to be deployed. Owns no limit in days: app/cases/catalogue does.
"""
