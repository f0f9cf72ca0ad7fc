"""Deployed bundles of diagrams, tables and forms: immutable, named by digest; which one new cases use."""
