"""The elements of a diagram: SpiffWorkflow's task specs with our way of moving tokens.

SpiffWorkflow predicts every future path of a case and finds its way by looking back over the tree of all that was ever
done. Ours look only at living tokens: no prediction (2^n below joins), no history (cost that grows with age), no depth.
A spec is shared by all threads and never changes after it was built.
"""
