"""Deployments: what a unit sends down the tree, what it costs, how far it is; what a school answers to a return."""
