"""One search over cases, tasks, parties and papers, each only as far as who asks may see them."""
